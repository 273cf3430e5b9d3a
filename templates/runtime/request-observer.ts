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
          headers: { ...inLowerCase(added), ...request.headers },
        });
      } catch (error) {
        end(undefined, error);
        throw error;
      }
      end(response.status);
      return response;
    },
    close: () => transport.close(),
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

function inLowerCase(headers: { readonly [name: string]: string }): {
  [name: string]: string;
} {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
