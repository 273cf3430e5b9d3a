import { abortable, Deadline } from "./deadline.js";
import { InvalidAnswerError } from "./errors.js";
import { readLines } from "./lines.js";
import type { Query } from "./query.js";
import { attemptOnce, describeText, toTransport } from "./request.js";
import type { KubernetesObject, StatusAnswer, Transport } from "./types.js";

/** One line of a watch as the server sends it. */
export type WatchFrame =
  | {
      readonly type: "ADDED" | "BOOKMARK" | "DELETED" | "MODIFIED";
      readonly object: KubernetesObject;
    }
  | { readonly type: "ERROR"; readonly object: StatusAnswer };

/** One connection of a watch. */
export interface WatchStreamRequest {
  readonly path: string;
  readonly query: Query;
  readonly headers: { readonly [name: string]: string } | undefined;
  /** Ends the connection when nothing came for so many milliseconds; 0 for no limit. */
  readonly idleTimeoutMs: number;
  /** Called once the server has taken the watch. */
  readonly onOpen: () => void;
  readonly signal: AbortSignal;
}

/**
 * Reads one connection of a watch to its end. The next frame is read when it is asked for.
 *
 * @throws {TimeoutError} where nothing came for too long
 * @throws {ApiError} where the server refuses the watch
 * @throws {InvalidAnswerError} where a line is not a frame
 */
export async function* watchFrames(
  transport: Transport,
  { path, query, headers, idleTimeoutMs, onOpen, signal }: WatchStreamRequest,
): AsyncGenerator<WatchFrame, void, undefined> {
  const request = { method: "GET", path, query, headers };
  const connection = new Deadline({ signal }, "");
  const idle = new IdleLimit(idleTimeoutMs, path, connection.signal);
  try {
    const response = await idle.wait(
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
    for await (const line of readLines(idle.guard(response.body))) {
      const frame = parseFrame(line.text, path, line.complete);
      if (frame !== undefined) yield frame;
    }
  } finally {
    connection.abort();
    connection.close();
  }
}

/** Lets nothing take longer than its limit. */
class IdleLimit {
  readonly #ms: number;
  readonly #late: string;
  readonly #signal: AbortSignal;

  constructor(ms: number, path: string, signal: AbortSignal) {
    this.#ms = ms;
    this.#late = `WATCH ${path}: nothing came for`;
    this.#signal = signal;
  }

  async wait<T>(promise: Promise<T>): Promise<T> {
    const options = { signal: this.#signal, timeoutMs: this.#ms };
    const deadline = new Deadline(options, this.#late);
    try {
      return await abortable(promise, deadline.signal);
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
        const { value, done } = await this.wait(iterator.next());
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
  "ERROR",
  "MODIFIED",
]);

function parseFrame(
  text: string,
  path: string,
  complete: boolean,
): WatchFrame | undefined {
  if (text.trim() === "") return undefined;
  try {
    const frame = JSON.parse(text) as WatchFrame;
    const isObject = typeof frame.object === "object" && frame.object !== null;
    if (frameTypes.has(frame.type) && isObject) return frame;
  } catch {
    // The connection broke within a frame; the server sends it again.
    if (!complete) return undefined;
    throw new InvalidAnswerError(
      `WATCH ${path}: a line is not JSON: ${describeText(text)}`,
    );
  }
  throw new InvalidAnswerError(
    `WATCH ${path}: a line is not an event of a watch: ${text.length} characters of JSON`,
  );
}
