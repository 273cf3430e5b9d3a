import {
  connectionError,
  withCode,
  type UnansweredRequest,
} from "./connection-errors.js";
import { abortable, Deadline, timerLimit } from "./deadline.js";

// As undici has them, so that a program need not care which transport it has.
const defaultLimitMs = 300_000;

/** One use of `fetch`, from when it begins until the answer's body is read, or given up. */
export class FetchCall {
  readonly #caller: AbortSignal | undefined;
  readonly #deadline: Deadline;
  /** The limit that ended it. */
  #late: Error | undefined;
  #done: boolean = false;

  /**
   * @param caller ends it, at once
   * @throws its reason, where it is aborted already
   */
  constructor(caller: AbortSignal | undefined) {
    this.#caller = caller;
    this.#deadline = new Deadline({ signal: caller }, "");
  }

  /** What `fetch` is to be given. */
  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  /** Waits for the answer's headers. */
  head<T>(limitMs: number | undefined, answer: Promise<T>): Promise<T> {
    return this.#within(
      timerLimit("headersTimeoutMs", limitMs ?? defaultLimitMs),
      "UND_ERR_HEADERS_TIMEOUT",
      answer,
    );
  }

  /** The body. No limit runs while its reader is busy; what is not asked for is not read. */
  async *body(
    limitMs: number | undefined,
    stream: ReadableStream<Uint8Array> | null,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const limit = timerLimit("idleTimeoutMs", limitMs ?? defaultLimitMs);
    const reader = stream?.getReader();
    while (reader !== undefined) {
      const { done, value } = await this.#read(limit, reader.read());
      if (done) break;
      yield value;
    }
    this.#done = true;
    this.end();
  }

  /** Ends it, where it has not ended. */
  end(): void {
    this.#deadline.close();
    if (!this.#done) this.#deadline.abort();
  }

  /** Why it was ended, where it was: the reason of the caller's signal, or an error that says what took too long. */
  reasonOf(request: UnansweredRequest): unknown {
    if (this.#caller?.aborted) return this.#caller.reason;
    return this.#late && connectionError(this.#late, request);
  }

  async #read<T>(limit: number | undefined, step: Promise<T>): Promise<T> {
    try {
      return await this.#within(limit, "UND_ERR_BODY_TIMEOUT", step);
    } catch (error) {
      this.end();
      throw error;
    }
  }

  async #within<T>(
    limit: number | undefined,
    code: string,
    step: Promise<T>,
  ): Promise<T> {
    const late = (): void => {
      this.#late = withCode("it took too long", code);
      this.#deadline.abort(this.#late);
    };
    const timer = limit === undefined ? undefined : setTimeout(late, limit);
    try {
      return await abortable(step, this.signal);
    } finally {
      clearTimeout(timer);
    }
  }
}
