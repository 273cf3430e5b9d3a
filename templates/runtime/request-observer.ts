import { isHeaderValue } from "./header-value.js";
import { emitWarning } from "./process-warning.js";
import type { Transport, TransportResponse } from "./types.js";

/** A request that is about to go out. */
export interface OutgoingRequest {
  readonly method: string;
  /** Absolute, without the query. */
  readonly path: string;
  /** Which try of one call this is, counted from 1. One that is sent again with renewed credentials keeps its number. */
  readonly attempt: number;
  /**
   * What is put in here is sent as well: `traceparent`, for example. It begins empty, and takes the place of no header that the
   * request has: credentials are neither seen nor changed here.
   */
  readonly headers: { [name: string]: string };
}

/** What became of a request. */
export interface RequestOutcome {
  /** The status of the answer; undefined where none came. */
  readonly status: number | undefined;
  /** From when it was sent until the answer's headers were there, or it failed. */
  readonly durationMs: number;
  /** Why no answer came: a {@link ConnectionError}, or the reason of the signal that ended it. */
  readonly error: unknown;
}

/**
 * Called for each HTTP request that goes out: each try of a call, each page of a list, each connection of a watch. What it gives
 * back is called once, with what became of the request. Neither can make a request fail: what they throw is told once, by
 * `process.emitWarning`.
 */
export type RequestObserver = (
  request: OutgoingRequest,
) => ((outcome: RequestOutcome) => void) | void;

/** A transport whose requests are observed. */
export function withObserver(
  transport: Transport,
  observer: RequestObserver,
): Transport {
  const guarded = reportingOnce();
  return {
    async request(request) {
      const { method, path, attempt = 1 } = request;
      const added: { [name: string]: string } = {};
      const done = guarded(() =>
        observer({ method, path, attempt, headers: added }),
      );
      const toSend = guardedHeaders(added, guarded);
      const begin = performance.now();
      const end = (status: number | undefined, error?: unknown): void => {
        const durationMs = performance.now() - begin;
        if (typeof done === "function")
          guarded(() => done({ status, durationMs, error }));
      };
      let response: TransportResponse;
      try {
        response = await transport.request({
          ...request,
          headers: { ...toSend, ...request.headers },
        });
      } catch (error) {
        end(undefined, error);
        throw error;
      }
      end(response.status);
      return response;
    },
    close: () => transport.close(),
    closeSignal: transport.closeSignal,
  };
}

/** Runs what others wrote. An error of theirs is told, the first time. */
function reportingOnce(): <T>(run: () => T) => T | undefined {
  let reported = false;
  const report = (error: unknown): void => {
    if (reported) return;
    reported = true;
    emitWarning(`"onRequest" failed: ${String(error)}`, "KubernetesWarning");
  };
  return (run) => {
    try {
      const result = run();
      // An async function is none that this takes, but its failure must not end the process.
      if (result instanceof Promise) result.catch(report);
      return result;
    } catch (error) {
      report(error);
      return undefined;
    }
  };
}

// https://www.rfc-editor.org/rfc/rfc9110#name-field-names
const fieldName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
/** Of the connection and of the body, which the HTTP client sets itself. */
const fixedNames: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
]);

/** Those of an observer's headers that can be sent, by their names in lower case; the others are left out. */
function guardedHeaders(
  headers: { readonly [name: string]: unknown },
  guarded: <T>(run: () => T) => T | undefined,
): { [name: string]: string } {
  const sendable: { [name: string]: string } = {};
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    if (
      fieldName.test(name) &&
      !fixedNames.has(name) &&
      typeof value === "string" &&
      isHeaderValue(value)
    )
      sendable[name] = value;
    else
      guarded(() => {
        throw new Error(`it set a header that cannot be sent: "${name}"`);
      });
  }
  return sendable;
}
