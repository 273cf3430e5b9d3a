import {
  connectionError,
  type UnansweredRequest,
} from "./connection-errors.js";
import { ConnectionError } from "./errors.js";
import { pageOrigin } from "./server-address.js";

/** What `fetch` was given. */
export interface FetchArguments {
  readonly url: string;
  readonly init: {
    readonly method: string;
    readonly headers: { [name: string]: string };
    readonly body: string | null;
  };
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
  const refusal = unsendable(url, init);
  if (refusal !== undefined)
    return new ConnectionError(
      `${method} ${path}: cannot be sent: ${refusal.message}`,
      { sent: false, cause: refusal },
    );
  const { message, detail } = wordsOf(error);
  return failed(request, error, detail ?? `${message}: ${reasons(server)}`);
}

/** Says in words why a body that `fetch` gave is not whole. */
export function cutOffError(
  error: unknown,
  request: UnansweredRequest,
): ConnectionError {
  const broken = "the connection was closed before the answer was whole";
  const { message, detail } = wordsOf(error);
  return (
    knownError(error, request) ??
    failed(request, error, `${broken}: ${detail ?? message}`)
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
  { method, path, server }: UnansweredRequest,
  cause: unknown,
  why: string,
): ConnectionError {
  return new ConnectionError(
    `${method} ${path}: no answer from ${server}: ${why} (FETCH_FAILED)`,
    { code: "FETCH_FAILED", sent: true, cause },
  );
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
  return new ConnectionError(
    `${method} ${path}: ${server} answers with a redirect, which is not followed, so that credentials reach no other server; is its address right, or must you sign in there first?`,
    { code: "REDIRECT", sent: true },
  );
}

/** Why a request cannot be one at all. `fetch` fails in the same way where it can be one, and no answer comes. */
function unsendable(
  url: string,
  { method, headers, body }: FetchArguments["init"],
): Error | undefined {
  try {
    new Request(url, { method, headers, body });
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** What it may be where nothing more is said. */
function reasons(server: string): string {
  const common =
    "no more is said, so that it may be unreachable, not trusted for its certificate, or have broken the connection";
  const origin = pageOrigin();
  return origin === undefined || origin === new URL(server, origin).origin
    ? common
    : `${common}; or it does not let pages of ${origin} ask (CORS), which is why they are served by "kubectl proxy --www", or through a proxy on their own origin`;
}
