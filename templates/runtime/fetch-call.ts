import { onAbort } from "./abort-listeners.js";
import {
  connectionError,
  withCode,
  type UnansweredRequest,
} from "./connection-errors.js";
import { abortable, timerLimit } from "./deadline.js";

// As undici has them, so that a program need not care which transport it has.
const defaultLimitMs = 300_000;

/** One use of `fetch`, from when it begins until the answer's body is read, or given up. */
export class FetchCall {
  readonly #controller: AbortController = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #ignoreCaller: (() => void) | undefined;
  /** The limit that ended it. */
  #late: Error | undefined;
  #done: boolean = false;

  /** @param caller ends it, at once */
  constructor(caller: AbortSignal | undefined) {
    this.#caller = caller;
    this.#ignoreCaller =
      caller && onAbort(caller, () => this.#controller.abort(caller.reason));
  }

  /** What `fetch` is to be given. */
  get signal(): AbortSignal {
    return this.#controller.signal;
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
  body(
    limitMs: number | undefined,
    stream: ReadableStream<Uint8Array> | null,
  ): AsyncIterable<Uint8Array> {
    const limit = timerLimit("idleTimeoutMs", limitMs ?? defaultLimitMs);
    return {
      [Symbol.asyncIterator]: () => {
        const reader = stream?.getReader();
        return {
          next: async () => {
            const step = reader && (await this.#read(limit, reader.read()));
            if (step?.done === false) return step;
            this.#done = true;
            this.end();
            return { done: true, value: undefined };
          },
        };
      },
    };
  }

  /** Ends it, where it has not ended. */
  end(): void {
    this.#ignoreCaller?.();
    if (!this.#done) this.#controller.abort();
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
      this.#controller.abort(this.#late);
    };
    const timer = limit === undefined ? undefined : setTimeout(late, limit);
    try {
      return await abortable(step, this.signal);
    } finally {
      clearTimeout(timer);
    }
  }
}
