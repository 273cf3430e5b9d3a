import { abortable, Deadline } from "./deadline.js";
import { ApiError, InvalidAnswerError } from "./errors.js";
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
 * Reads one connection of a watch to its end: of each chunk that the server sends, the frames that it completes. The next
 * chunk is read when it is asked for.
 *
 * @throws {TimeoutError} where nothing came for too long
 * @throws {ApiError} where the server refuses the watch, or ends it with an `ERROR` frame
 * @throws {InvalidAnswerError} where a line is not a frame
 */
export async function* watchFrames(
  transport: Transport,
  { path, query, headers, idleTimeoutMs, onOpen, signal }: WatchStreamRequest,
): AsyncGenerator<readonly WatchFrame[], void, undefined> {
  const request = { method: "GET", path, query, headers };
  const connection = new Deadline({ signal }, "");
  const idle = new IdleLimit(idleTimeoutMs, path, connection.signal);
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
    for await (const lines of readLineBatches(idle.guard(response.body)))
      yield* parseFrames(lines, path);
  } finally {
    connection.abort();
    connection.close();
  }
}

/** The frames of some lines at once; those in front of a line that is none come before its error. */
function* parseFrames(
  lines: readonly Line[],
  path: string,
): Generator<readonly WatchFrame[], void, undefined> {
  const frames: WatchFrame[] = [];
  try {
    for (const { text, complete } of lines) {
      const frame = parseFrame(text, path, complete);
      if (frame !== undefined) frames.push(frame);
    }
  } catch (error) {
    if (frames.length > 0) yield frames;
    throw error;
  }
  if (frames.length > 0) yield frames;
}

/** Lets nothing take longer than its limit. */
class IdleLimit {
  readonly #ms: () => number;
  readonly #late: string;
  readonly #signal: AbortSignal;

  constructor(ms: () => number, path: string, signal: AbortSignal) {
    this.#ms = ms;
    this.#late = `WATCH ${path}: nothing came for`;
    this.#signal = signal;
  }

  /** @param start is not called where the signal is aborted already: nobody would hear of what it rejects with */
  async wait<T>(start: () => Promise<T>): Promise<T> {
    const options = { signal: this.#signal, timeoutMs: this.#ms() };
    const deadline = new Deadline(options, this.#late);
    try {
      return await abortable(start(), deadline.signal);
    } finally {
      deadline.close();
    }
  }

  async *guard(
    chunks: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const iterator = chunks[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { value, done } = await this.wait(() => iterator.next());
        if (done) return;
        yield value;
      }
    } finally {
      // Not waited for: a read that hangs would hold it up.
      iterator.return?.().then(undefined, () => undefined);
    }
  }
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
  if (text.trim() === "") return undefined;
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
