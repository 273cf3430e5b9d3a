import { abortable, backOff, Deadline, pause, timerLimit } from "./deadline.js";
import { ApiError, ConnectionError, InvalidAnswerError } from "./errors.js";
import type { Query } from "./query.js";
import { excerpt } from "./status.js";
import type {
  RequestOptions,
  Transport,
  TransportRequest,
  TransportResponse,
} from "./types.js";

/** How long a server may be silent, in milliseconds; 0 for no limit. */
export interface SilenceLimits {
  /** In front of the answer. */
  readonly headersTimeoutMs?: number | undefined;
  /** Within its body. */
  readonly idleTimeoutMs?: number | undefined;
}

/** One request to the API. */
export interface ApiRequest extends RequestOptions, SilenceLimits {
  readonly method: string;
  readonly path: string;
  readonly query?: Query | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Of the body. Default: `application/json`. */
  readonly contentType?: string | undefined;
  /** Default: `application/json`. */
  readonly accept?: string | undefined;
  /** Asks for a WebSocket, by one of these subprotocols: then it is no read, whatever its method. */
  readonly webSocket?: readonly string[] | undefined;
}

/**
 * Sends a request and reads its answer's JSON.
 *
 * @throws {ApiError} where the server refuses
 * @throws {ConnectionError} where no answer came
 * @throws {InvalidAnswerError} where the answer is not JSON
 */
export async function send<T>(
  transport: Transport,
  request: ApiRequest,
): Promise<T> {
  const { text, response } = await sendForText(transport, request);
  return parseAnswer<T>(text, response.status, request);
}

/** Sends a request and reads its answer's text; a read whose answer is cut off is sent again, as in {@link exchange}. */
export async function sendForText(
  transport: Transport,
  request: ApiRequest,
): Promise<{ text: string; response: TransportResponse }> {
  const deadline = new Deadline(request, lateMessage(request));
  try {
    const { signal } = deadline;
    const read = async (response: TransportResponse) => ({
      text: await abortable(response.text(), signal),
      response,
    });
    const attemptIt = (attempt: number): Promise<TransportResponse> =>
      attemptOnce(
        transport,
        { ...toTransport(request, signal), attempt, compressible: true },
        signal,
      );
    // A write that an answer came to has happened.
    if (request.method !== "GET")
      return await read(await withRetries(request, signal, attemptIt));
    return await withRetries(request, signal, async (attempt) =>
      read(await attemptIt(attempt)),
    );
  } finally {
    deadline.close();
  }
}

/** What a call says when its time is over, in front of the time. */
export function lateMessage({ method, path }: ApiRequest): string {
  return `${method} ${path}: not done after`;
}

/** The JSON of an answer's text. */
export function parseAnswer<T>(
  text: string,
  status: number,
  { method, path }: ApiRequest,
): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new InvalidAnswerError(
      `${method} ${path}: ${status}, but the answer is not JSON (is this the address of an API server?): ${describeText(text)}`,
    );
  }
}

/** An unreadable text for a message; nothing of it where it begins as an object, which may hold secrets. */
export function describeText(text: string): string {
  return /^\s*[{[]/.test(text)
    ? `${text.length} characters that begin as JSON and do not end so`
    : excerpt(text);
}

const maxAttempts = 5;
const longestRetryAfterSeconds = 60;

/**
 * Sends a request, again where that is safe, and gives the answer once it is one of success; its body is still to be read.
 *
 * It is sent again, five times in all: on 429 and 503 with a `Retry-After` of up to a minute, since the server has then not
 * begun; where nothing was sent, because no connection came to be; and, for reads only, where the connection broke. A wait that
 * would go beyond `timeoutMs` is not begun: the error that there is says more than that the time is over.
 */
export async function exchange(
  transport: Transport,
  request: ApiRequest,
  signal: AbortSignal,
): Promise<TransportResponse> {
  return withRetries(request, signal, (attempt) =>
    attemptOnce(
      transport,
      { ...toTransport(request, signal), attempt },
      signal,
    ),
  );
}

async function withRetries<T>(
  request: ApiRequest,
  signal: AbortSignal,
  attemptIt: (attempt: number) => Promise<T>,
): Promise<T> {
  const limit = timerLimit("timeoutMs", request.timeoutMs) ?? Infinity;
  const end = performance.now() + limit;
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptIt(attempt);
    } catch (error) {
      const delay =
        attempt < maxAttempts ? retryDelay(error, request, attempt) : undefined;
      if (delay === undefined || signal.aborted) throw error;
      if (performance.now() + delay >= end) throw error;
      await pause(delay, signal);
    }
  }
}

/** Sends a request once, and gives the answer whatever its status is. */
export async function answerOnce(
  transport: Transport,
  request: TransportRequest,
  signal: AbortSignal,
): Promise<TransportResponse> {
  signal.throwIfAborted();
  const answer = transport.request(request);
  try {
    return await abortable(answer, signal);
  } catch (error) {
    // What comes too late is let go of, so that its connection is.
    answer.then(
      (late) => late.dismiss(),
      () => undefined,
    );
    throw error;
  }
}

/** Sends a request once. @throws {ApiError} for every status outside of 2xx */
export async function attemptOnce(
  transport: Transport,
  request: TransportRequest,
  signal: AbortSignal,
): Promise<TransportResponse> {
  const response = await answerOnce(transport, request, signal);
  if (response.status >= 200 && response.status < 300) return response;
  if (response.webSocket !== undefined) return response;
  throw new ApiError({
    method: request.method,
    path: request.path,
    status: response.status,
    text: await abortable(response.text(), signal),
    retryAfterSeconds: readRetryAfter(response.headers["retry-after"]),
  });
}

/** A request as the transport takes it. */
export function toTransport(
  request: ApiRequest,
  signal: AbortSignal,
): TransportRequest {
  const { method, path, query, body, contentType, accept } = request;
  const headers: { [name: string]: string } = {
    accept: accept ?? "application/json",
  };
  if (body !== undefined)
    headers["content-type"] = contentType ?? "application/json";
  for (const [name, value] of Object.entries(request.headers ?? {}))
    headers[name.toLowerCase()] = value;
  return {
    method,
    path,
    headers,
    signal,
    query: query ?? [],
    ...(body === undefined ? {} : { body: encodeBody(body) }),
    headersTimeoutMs: request.headersTimeoutMs,
    idleTimeoutMs: request.idleTimeoutMs,
    webSocket: request.webSocket,
  };
}

function encodeBody(body: unknown): string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array
    ? body
    : JSON.stringify(body);
}

function retryDelay(
  error: unknown,
  { method, webSocket }: ApiRequest,
  failures: number,
): number | undefined {
  const delay = backOff(failures, 200, 5_000);
  if (error instanceof ApiError) {
    const { status, retryAfterSeconds: seconds } = error;
    const asked = (status === 429 || status === 503) && seconds !== undefined;
    return asked && seconds <= longestRetryAfterSeconds
      ? Math.max(delay, seconds * 1_000)
      : undefined;
  }
  if (!(error instanceof ConnectionError)) return undefined;
  const transient = transientCodes.test(error.code ?? "");
  const isRead = method === "GET" && webSocket === undefined;
  return transient && (isRead || !error.sent) ? delay : undefined;
}

// What a server that restarts, or a balancer in front of it, causes: of names and connections; of platforms that do not say more;
// of a proxy that was asked for a connection; of an answer that is cut off, or is compressed and not whole. Timeouts are not among
// them: they took long enough.
const transientCodes =
  /^(E(AI_AGAIN|CONN(ABORTED|REFUSED|RESET)|HOSTUNREACH|NETUNREACH|PIPE)|FETCH_FAILED|PROXY_50[234]|UND_ERR_SOCKET|Z_(BUF|DATA)_ERROR)$/;

/** In seconds, from either of its two forms. */
function readRetryAfter(
  header: string | readonly string[] | undefined,
): number | undefined {
  if (typeof header !== "string" || header === "") return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date)
    ? undefined
    : Math.max(0, (date - Date.now()) / 1_000);
}
