import {
  connectionError,
  withCode,
  type UnansweredRequest,
} from "./connection-errors.js";
import { ConnectionError } from "./errors.js";
import { explanations } from "./explanations.js";

/** What `fetch` was given. */
export interface FetchArguments {
  readonly url: string;
  readonly init: RequestInit;
}

/**
 * Says in words why `fetch` failed. Node.js has the reason beside its error, and Bun on it; where there is none, as in browsers,
 * the message says what it may be. Whether something was sent is then not known, so that a write is never sent again.
 */
export function fetchError(
  error: unknown,
  request: UnansweredRequest,
  { url, init }: FetchArguments,
): ConnectionError {
  const { method, path, server } = request;
  const known = knownError(error, request);
  if (known !== undefined) return known;
  try {
    // `fetch` fails in the same way where there can be no such request, and where no answer comes.
    new Request(url, init);
  } catch (refusal) {
    return new ConnectionError(
      `${method} ${path}: cannot be sent: ${(refusal as Error).message}`,
      { sent: false, cause: refusal },
    );
  }
  const { message, detail } = wordsOf(error);
  const reasons = explanations.failedFetch?.(server);
  const all = reasons === undefined ? message : `${message}: ${reasons}`;
  return failed(request, error, detail ?? all);
}

/** Says in words why a body that `fetch` gave is not whole. */
export function cutOffError(
  error: unknown,
  request: UnansweredRequest,
): ConnectionError {
  const { message, detail } = wordsOf(error);
  return (
    knownError(error, request) ??
    failed(request, error, `the answer was cut off: ${detail ?? message}`)
  );
}

/** The error in words, where the platform says what it is. */
function knownError(
  error: unknown,
  request: UnansweredRequest,
): ConnectionError | undefined {
  const { cause } = Object(error) as { cause?: unknown };
  const known = [cause, error].find(
    (one) => typeof (Object(one) as { code?: unknown }).code === "string",
  );
  return known === undefined ? undefined : connectionError(known, request);
}

function failed(
  request: UnansweredRequest,
  cause: unknown,
  why: string,
): ConnectionError {
  return connectionError(withCode(why, "FETCH_FAILED"), request, cause);
}

/** What an error says, and what the one behind it does: Deno has it there, in words alone. */
function wordsOf(error: unknown): {
  readonly message: string;
  readonly detail: string | undefined;
} {
  const { message, cause } = Object(error) as {
    message?: unknown;
    cause?: { message?: string };
  };
  return { message: String(message ?? error), detail: cause?.message };
}

/** What is said of a redirect where the platform does not show where it leads to. */
export function redirectError({
  method,
  path,
  server,
}: UnansweredRequest): ConnectionError {
  const code = "REDIRECT";
  return new ConnectionError(
    `${method} ${path}: ${server} answers with a redirect, which is not followed${explanations.connection?.(code) ?? ""}`,
    { code, sent: true },
  );
}
