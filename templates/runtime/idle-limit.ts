import { onAbort } from "./abort-listeners.js";
import { timerLimit } from "./deadline.js";
import { TimeoutError } from "./errors.js";

/** What is waited for now. */
interface Waiting {
  stop: ((error: unknown) => void) | undefined;
}

/**
 * Lets nothing that is waited for take longer than a limit. It has one listener, however often there is something to wait for:
 * a stream has many thousand reads. To be closed.
 */
export class IdleLimit {
  readonly #ms: () => number;
  readonly #late: string;
  readonly #signal: AbortSignal;
  readonly #ignoreSignal: () => void;
  readonly #waiting: Waiting = { stop: undefined };

  /**
   * @param ms the limit, asked for before each wait; 0 for none
   * @param late what the {@link TimeoutError} says in front of the time
   * @param signal ends what is waited for, with its reason
   */
  constructor(ms: () => number, late: string, signal: AbortSignal) {
    this.#ms = ms;
    this.#late = late;
    this.#signal = signal;
    this.#ignoreSignal = onAbort(signal, stopper(this.#waiting, signal));
  }

  /** @param start is not called where the signal is aborted already: nobody would hear of what it rejects with */
  wait<T>(start: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#signal.throwIfAborted();
      const limit = timerLimit("idleTimeoutMs", this.#ms());
      const started = start();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.stop = undefined;
      };
      const stop = (error: unknown): void => {
        end();
        reject(error as Error);
      };
      this.#waiting.stop = stop;
      if (limit !== undefined)
        timer = setTimeout(
          () => stop(new TimeoutError(`${this.#late} ${limit} ms`)),
          limit,
        );
      started.then((value) => {
        end();
        resolve(value);
      }, stop);
    });
  }

  /** The chunks of a body, none of which takes longer than the limit. */
  async *guard(
    chunks: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const iterator = chunks[Symbol.asyncIterator]();
    const read = (): Promise<IteratorResult<Uint8Array>> => iterator.next();
    try {
      for (;;) {
        const { value, done } = await this.wait(read);
        if (done) return;
        yield value;
      }
    } finally {
      // Not waited for: a read that hangs would hold it up.
      iterator.return?.().then(undefined, () => undefined);
    }
  }

  /** Takes its listener away. */
  close(): void {
    this.#ignoreSignal();
  }
}

/** Made here, so that while nothing is waited for it holds nothing: whoever reads may have been forgotten. */
function stopper(waiting: Waiting, signal: AbortSignal): () => void {
  return () => waiting.stop?.(signal.reason);
}
