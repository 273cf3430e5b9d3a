import type { ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import type {
  KubernetesObject,
  WatchEvent,
  WatchOptions,
} from "../../templates/runtime/types.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { watchResource } from "../../templates/runtime/watch.js";
import { someFacts } from "./fake-transport.js";
import {
  sendFailure,
  sendJson,
  startServer,
  type Asked,
  type TestServer,
} from "./servers.js";

export const path = "/apis/apps/v1/namespaces/default/deployments";

/** What a server of watches does, try by try; the last one again for all that follow. */
export interface Script {
  readonly lists?: ((response: ServerResponse, request: Asked) => void)[];
  readonly watches: ((response: ServerResponse, request: Asked) => void)[];
  /** Watches with `sendInitialEvents`. Default: a server that does not know it. */
  readonly streamed?: ((response: ServerResponse, request: Asked) => void)[];
}

export interface Watched {
  readonly server: TestServer;
  readonly lists: () => string[];
  readonly watches: () => string[];
  readonly streamed: () => string[];
  readonly resource: ResourceHandle;
  readonly watch: (
    options?: WatchOptions,
  ) => AsyncIterable<WatchEvent<KubernetesObject>>;
}

export async function serve({
  lists = [emptyList],
  watches,
  streamed = [refuseStreamedList],
}: Script): Promise<Watched> {
  const kindOf = ({ url }: Asked): "lists" | "streamed" | "watches" =>
    url.includes("sendInitialEvents=true")
      ? "streamed"
      : url.includes("watch=true")
        ? "watches"
        : "lists";
  const scripts = { lists, streamed, watches };
  const server = await startServer((request, response) => {
    const kind = kindOf(request);
    const count = server.asked.filter((asked) => kindOf(asked) === kind).length;
    const steps = scripts[kind];
    steps[Math.min(count, steps.length) - 1]?.(response, request);
  });
  const transport = undiciTransport({ server: server.url });
  onTestFinished(() => transport.close());
  const facts = someFacts({ watch: watchResource });
  const resource = new ResourceHandle(transport, facts, "default");
  const urls = (kind: string) =>
    server.asked
      .filter((asked) => kindOf(asked) === kind)
      .map(({ url }) => url);
  return {
    server,
    lists: () => urls("lists"),
    watches: () => urls("watches"),
    streamed: () => urls("streamed"),
    resource,
    watch: (options) => resource.watch(options),
  };
}

export function object(
  name: string,
  resourceVersion: string,
): KubernetesObject {
  return { metadata: { name, namespace: "default", resourceVersion } };
}

export function listOf(names: string[], resourceVersion: string, token = "") {
  return (response: ServerResponse): void =>
    sendJson(response, {
      metadata: { resourceVersion, continue: token },
      items: names.map((name) => object(name, "1")),
    });
}

export const emptyList = listOf([], "10");

/** What servers before 1.27 answer, and later ones where it is switched off. */
function refuseStreamedList(response: ServerResponse): void {
  sendFailure(
    response,
    422,
    "Invalid",
    "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch",
  );
}

/** The bookmark behind what there is. */
export function initialEnd(resourceVersion: string): object {
  const annotations = { "k8s.io/initial-events-end": "true" };
  return {
    type: "BOOKMARK",
    object: { metadata: { resourceVersion, annotations } },
  };
}

/** Sends frames; then ends the stream, or leaves it open. */
export function stream(
  frames: readonly (object | string)[],
  then: "break" | "end" | "stay" = "stay",
) {
  return (response: ServerResponse): void => {
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    for (const frame of frames)
      response.write(
        typeof frame === "string" ? frame : `${JSON.stringify(frame)}\n`,
      );
    if (then === "end") response.end();
    if (then === "break") setTimeout(() => response.destroy(), 20);
  };
}

export function frame(type: string, name: string, version: string): object {
  return { type, object: object(name, version) };
}

export function errorFrame(code: number, reason: string): object {
  return {
    type: "ERROR",
    object: {
      kind: "Status",
      status: "Failure",
      code,
      reason,
      message: reason,
    },
  };
}

/** The first events, in words. */
export async function take(
  events: AsyncIterable<WatchEvent<KubernetesObject>>,
  count: number,
): Promise<string[]> {
  const said: string[] = [];
  for await (const event of events) {
    said.push(
      event.type === "SYNC"
        ? `SYNC ${event.objects.map(({ metadata }) => metadata?.name).join(",")} @${event.resourceVersion}`
        : `${event.type} ${event.object.metadata?.name}`,
    );
    if (said.length === count) break;
  }
  return said;
}
