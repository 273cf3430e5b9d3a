import type { Kubernetes } from "../../output/index.js";
import { withImpersonation } from "../../templates/runtime/impersonation.js";
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from "../../templates/runtime/types.js";
import type { DocumentedCall } from "./documented-calls.js";
import type { ClientModule } from "./generated-client.js";

/** Has a call made by a user, and gives what it ended with, if that was an error. */
type Rehearse = (call: DocumentedCall, user: string) => Promise<unknown>;

/**
 * Runs calls as they stand on their pages, in the administrator's namespace, but for what they would do: nothing is written, and a
 * watch or a stream ends once it began. What an example of `update` reads first is read by the administrator, or made up.
 */
export function rehearsals(
  { kubernetes }: ClientModule,
  { transport, namespace }: Kubernetes,
): Rehearse {
  return async (call, user) => {
    const as = withImpersonation(transport, { user });
    const closed = new AbortController();
    const request: Transport["request"] = async (asked) => {
      if (call.method === "update" && asked.method === "GET") {
        const answer = await transport.request(asked);
        return answer.status === 200 ? answer : anyObject();
      }
      const answer = await as.request(withoutEffect(asked));
      if (isWatch(asked) && answer.status === 200) closed.abort();
      if (answer.webSocket !== undefined) {
        answer.webSocket.close();
        closed.abort();
        closed.signal.throwIfAborted();
      }
      return answer;
    };
    const close = async (): Promise<void> => undefined;
    const k8s = kubernetes(
      { request, close, closeSignal: closed.signal },
      { namespace },
    );
    try {
      await runCall(call, k8s, namespace);
    } catch (error) {
      return closed.signal.aborted ? undefined : error;
    }
    return undefined;
  };
}

/** Runs a call as it stands on its page, but in another namespace. */
export async function runCall(
  call: DocumentedCall,
  k8s: Kubernetes,
  namespace: string,
): Promise<void> {
  await programOf(call, namespace)(k8s, { log: () => undefined });
}

type Program = (
  k8s: Kubernetes,
  console: Pick<Console, "log">,
) => Promise<unknown>;

const AsyncFunction = (async () => undefined).constructor as new (
  ...text: string[]
) => Program;

function programOf(
  { program, method }: DocumentedCall,
  namespace: string,
): Program {
  const text = program
    .replace('import { connect } from "./k8s/index.js";', "")
    .replace("const k8s = await connect();", "")
    .replace('("default")', `(${JSON.stringify(namespace)})`);
  // By itself it asks for nothing.
  const more =
    method === "portForward" ? "\n(await forward.connect()).close();" : "";
  return new AsyncFunction("k8s", "console", text + more);
}

function isWatch({ query = [] }: TransportRequest): boolean {
  return query.some(([name]) => name === "watch");
}

const streams = /\/(?:attach|exec|portforward|proxy)(?:\/|$)/;

function withoutEffect(request: TransportRequest): TransportRequest {
  const { method, path, query = [] } = request;
  return method === "GET" || streams.test(path)
    ? request
    : { ...request, query: [...query, ["dryRun", "All"]] };
}

/** An object as one is read: without a uid, a write could be taken for one of a new object. */
function anyObject(): TransportResponse {
  const text = JSON.stringify({ metadata: { name: "any", uid: "any" } });
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: (async function* () {
      yield new TextEncoder().encode(text);
    })(),
    text: async () => text,
    dismiss: async () => undefined,
  };
}
