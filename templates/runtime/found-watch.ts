import { BatchIterator, type BatchSource } from "./batch-iterator.js";
import { abortable, Deadline } from "./deadline.js";
import { notDropped, whenDropped } from "./dropped.js";
import type { WatchEvent, WatchOptions } from "./types.js";

/** What is watched once it is found. */
interface Found<T> {
  watch(options: WatchOptions): AsyncIterable<WatchEvent<T>>;
}

/** A watch of what has to be looked up first; it can be ended meanwhile too. */
export function watchFound<T>(
  find: () => Promise<Found<T>>,
  options: WatchOptions,
): AsyncIterable<WatchEvent<T>> {
  return {
    [Symbol.asyncIterator]: () =>
      new BatchIterator(new FoundWatch(find, options)),
  };
}

class FoundWatch<T> implements BatchSource<WatchEvent<T>> {
  readonly batches: AsyncGenerator<readonly WatchEvent<T>[], void, undefined>;
  #deadline: Deadline | undefined;
  #stopped = false;

  constructor(find: () => Promise<Found<T>>, options: WatchOptions) {
    this.batches = this.#run(find, options);
  }

  get isEnded(): boolean {
    return this.#deadline?.signal.aborted === true;
  }

  end(): void {
    this.#stopped = true;
    this.#deadline?.abort();
  }

  async *#run(
    find: () => Promise<Found<T>>,
    options: WatchOptions,
  ): AsyncGenerator<readonly WatchEvent<T>[], void, undefined> {
    // Its time is measured by the watch itself.
    const deadline = new Deadline({ signal: options.signal }, "");
    this.#deadline = deadline;
    whenDropped(this, closer(deadline));
    const { signal } = deadline;
    try {
      const found = await abortable(find(), signal);
      for await (const event of found.watch({ ...options, signal }))
        yield [event];
    } catch (error) {
      if (!this.#stopped) throw error;
    } finally {
      deadline.close();
      notDropped(this);
    }
  }
}

/** Made here, so that it holds nothing but the deadline. */
function closer(deadline: Deadline): () => void {
  return () => deadline.close();
}
