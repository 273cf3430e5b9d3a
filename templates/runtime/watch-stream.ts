import { Deadline } from "./deadline.js";
import { ApiError, InvalidAnswerError } from "./errors.js";
import { IdleLimit } from "./idle-limit.js";
import { readLineBatches, type Line } from "./lines.js";
import type { Query } from "./query.js";
import { attemptOnce, describeText, toTransport } from "./request.js";
import type { KubernetesObject, StatusAnswer, Transport } from "./types.js";

/** One line of a watch as the server sends it; what says `ERROR` is thrown. */
export interface WatchFrame {
  readonly type: "ADDED" | "BOOKMARK" | "DELETED" | "MODIFIED";
  readonly object: KubernetesObject;
}

/** One connection of a watch. */
export interface WatchStreamRequest {
  readonly path: string;
  readonly query: Query;
  readonly headers: { readonly [name: string]: string } | undefined;
  /** Ends the connection when nothing came for so many milliseconds; 0 for no limit. It is asked before each read. */
  readonly idleTimeoutMs: () => number;
  /** Called once the server has taken the watch. */
  readonly onOpen: () => void;
  readonly signal: AbortSignal;
}

/**
 * Reads one connection of a watch to its end: of each chunk that the server sends, the events that it completes. The next chunk
 * is read when it is asked for.
 *
 * @param take gives the event that a frame is; undefined where it is none
 * @throws {TimeoutError} where nothing came for too long
 * @throws {ApiError} where the server refuses the watch, or ends it with an `ERROR` frame
 * @throws {InvalidAnswerError} where a line is not a frame
 */
export async function* watchStream<Event>(
  transport: Transport,
  { path, query, headers, idleTimeoutMs, onOpen, signal }: WatchStreamRequest,
  take: (frame: WatchFrame) => Event | undefined,
): AsyncGenerator<readonly Event[], void, undefined> {
  const request = { method: "GET", path, query, headers };
  const connection = new Deadline({ signal }, "");
  const late = `WATCH ${path}: nothing came for`;
  const idle = new IdleLimit(idleTimeoutMs, late, connection.signal);
  try {
    const response = await idle.wait(() =>
      attemptOnce(
        transport,
        {
          ...toTransport(request, connection.signal),
          // The limit is kept here: it must not run while the reader is busy with what came before.
          headersTimeoutMs: 0,
          idleTimeoutMs: 0,
        },
        connection.signal,
      ),
    );
    onOpen();
    for await (const lines of readLineBatches(idle.guard(response.body))) {
      const { events, failure } = eventsOf(lines, path, take);
      if (events.length > 0) yield events;
      if (failure !== undefined) throw failure.error;
    }
  } finally {
    idle.close();
    connection.abort();
    connection.close();
  }
}

/** The events of some lines; those in front of a line that is none come before its error. */
function eventsOf<Event>(
  lines: readonly Line[],
  path: string,
  take: (frame: WatchFrame) => Event | undefined,
): { events: Event[]; failure: { error: unknown } | undefined } {
  const events: Event[] = [];
  try {
    for (const { text, complete } of lines) {
      const frame = parseFrame(text, path, complete);
      const event = frame && take(frame);
      if (event !== undefined) events.push(event);
    }
  } catch (error) {
    return { events, failure: { error } };
  }
  return { events, failure: undefined };
}

const frameTypes: ReadonlySet<unknown> = new Set([
  "ADDED",
  "BOOKMARK",
  "DELETED",
  "MODIFIED",
]);

function parseFrame(
  text: string,
  path: string,
  complete: boolean,
): WatchFrame | undefined {
  // Hardly any line is empty: it is not looked through for that.
  if (text[0] !== "{" && text.trim() === "") return undefined;
  let frame: { type?: unknown; object?: unknown } | null;
  try {
    frame = JSON.parse(text) as typeof frame;
  } catch {
    // The connection broke within a frame; the server sends it again. What begins as something else was never to be one.
    if (!complete && /^\s*\{/.test(text)) return undefined;
    throw new InvalidAnswerError(
      `WATCH ${path}: a line is not JSON: ${describeText(text)}`,
    );
  }
  const { type, object } = frame ?? {};
  if (typeof object === "object" && object !== null) {
    if (frameTypes.has(type)) return frame as WatchFrame;
    if (type === "ERROR") throw errorOf(object, path);
  }
  throw new InvalidAnswerError(
    `WATCH ${path}: a line is not an event of a watch: ${text.length} characters of JSON`,
  );
}

function errorOf(body: StatusAnswer, path: string): ApiError {
  return new ApiError({
    method: "WATCH",
    path,
    status: body.code ?? 500,
    body,
  });
}
