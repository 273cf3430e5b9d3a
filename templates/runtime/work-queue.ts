import { onAbort } from "./abort-listeners.js";
import { systemClock, type Clock } from "./clock.js";
import { DelayedItems } from "./delayed-items.js";
import {
  rateLimiter,
  type RateLimiter,
  type RetryOptions,
} from "./rate-limiter.js";
import { warn } from "./process-warning.js";

export type { RetryOptions } from "./rate-limiter.js";

/** Options of a work queue. */
export interface WorkQueueOptions {
  /** How long items wait that failed. */
  retry?: RetryOptions | undefined;
  /** Measures the delays: for tests. */
  clock?: Clock | undefined;
}

/** Options of {@link WorkQueue.run}. */
export interface RunOptions<T> {
  /** How many items are worked on at once, never the same one twice. Default: 1. */
  concurrency?: number | undefined;
  /** Ends the run: no further item is taken, and those that are being worked on come to their end. */
  signal?: AbortSignal | undefined;
  /**
   * Called with what the worker threw, after which the item is tried again; `retries` counts the failures so far. What it throws
   * ends the run, which rejects with it. Default: a warning of the process.
   */
  onError?: ((error: unknown, item: T, retries: number) => void) | undefined;
}

/** Works on one item. The signal is aborted when the run is to end. */
export type Worker<T> = (item: T, signal: AbortSignal) => unknown;

/**
 * Items to be worked on, each as often as needed and never twice at once: as client-go's `workqueue`, with its names.
 * @see https://github.com/kubernetes/client-go/tree/master/util/workqueue
 */
export interface WorkQueue<T> {
  /** How many items are ready to be taken: without delayed ones, and those that are being worked on. */
  readonly length: number;
  /** Adds an item, unless it waits already. One that is being worked on comes back when that is `done`. */
  add(item: T): void;
  /** Adds an item when so many milliseconds are over; where it is delayed already, at the earlier of both times. */
  addAfter(item: T, ms: number): void;
  /** Adds an item that failed, after a delay that grows with each of its failures until it is forgotten. */
  addRateLimited(item: T): void;
  /** Ends the count of an item's failures: it succeeded, or is given up. */
  forget(item: T): void;
  /** How often an item failed since it was last forgotten. */
  retries(item: T): number;
  /**
   * Takes the item that has waited longest, or waits for one; undefined once the queue is shut down and empty. Each that is
   * taken must be told to be `done`.
   *
   * @throws the reason of the signal
   */
  get(signal?: AbortSignal): Promise<T | undefined>;
  /** Says that an item which was taken is worked on no longer. */
  done(item: T): void;
  /**
   * Calls the worker with each item. One that it fails on (it throws, or its promise rejects) comes back later and later; the
   * other ones are forgotten. A failure with the signal's own reason, once the run is to end, is none: the item stays in the
   * queue for the next run.
   *
   * Comes back when the signal is aborted, or the queue is shut down and empty, and no worker is busy.
   *
   * @throws {TypeError} where `concurrency` is not a whole number above 0
   */
  run(worker: Worker<T>, options?: RunOptions<T>): Promise<void>;
  /** Takes nothing in any more, and drops what is delayed; what is ready can still be taken. */
  shutDown(): void;
}

/**
 * Makes a work queue, of strings such as `namespace/name`, or of what `keyOf` gives a string for: items of one key are the same.
 *
 * It has no timer while nobody waits for an item, and none where nothing is delayed: an idle queue keeps no process alive.
 */
export function workQueue<T extends string = string>(
  options?: WorkQueueOptions,
): WorkQueue<T>;
export function workQueue<T>(
  options: WorkQueueOptions & { readonly keyOf: (item: T) => string },
): WorkQueue<T>;
export function workQueue<T>(
  options: WorkQueueOptions & {
    readonly keyOf?: ((item: T) => string) | undefined;
  } = {},
): WorkQueue<T> {
  // By the overloads, items without a function are strings.
  return new Queue<T>(options.keyOf ?? ((item) => item as string), options);
}

class Queue<T> implements WorkQueue<T> {
  readonly #keyOf: (item: T) => string;
  readonly #clock: Clock;
  readonly #limiter: RateLimiter;
  /** What is to be worked on: the items in `#ready`, and those that were added while they were worked on. */
  readonly #wanted: Map<string, T> = new Map();
  readonly #busy: Set<string> = new Set();
  readonly #delayed: DelayedItems<T> = new DelayedItems();
  /** Keys, of which those before `#head` are taken: an array is slow to be taken from at its front. */
  #ready: string[] = [];
  #head = 0;
  #isShutDown = false;
  readonly #takers: Set<() => void> = new Set();
  #alarm: { readonly at: number; readonly off: AbortController } | undefined;

  constructor(
    keyOf: (item: T) => string,
    { retry = {}, clock = systemClock }: WorkQueueOptions,
  ) {
    this.#keyOf = keyOf;
    this.#clock = clock;
    this.#limiter = rateLimiter(retry, clock.now());
  }

  get length(): number {
    this.#addDue();
    return this.#ready.length - this.#head;
  }

  add(item: T): void {
    const key = this.#keyOf(item);
    if (this.#isShutDown) return;
    const isNew = !this.#wanted.has(key);
    this.#wanted.set(key, item);
    if (isNew && !this.#busy.has(key)) this.#append(key);
  }

  addAfter(item: T, ms: number): void {
    if (this.#isShutDown) return;
    if (!(ms > 0)) return this.add(item);
    this.#delayed.add(this.#keyOf(item), item, this.#clock.now() + ms);
    this.#setAlarm();
  }

  addRateLimited(item: T): void {
    const key = this.#keyOf(item);
    this.addAfter(item, this.#limiter.when(key, this.#clock.now()));
  }

  forget(item: T): void {
    this.#limiter.forget(this.#keyOf(item));
  }

  retries(item: T): number {
    return this.#limiter.retries(this.#keyOf(item));
  }

  async get(signal?: AbortSignal): Promise<T | undefined> {
    for (;;) {
      signal?.throwIfAborted();
      this.#addDue();
      const key = this.#shift();
      if (key !== undefined) {
        const item = this.#wanted.get(key) as T;
        this.#wanted.delete(key);
        this.#busy.add(key);
        return item;
      }
      if (this.#isShutDown) return undefined;
      await this.#untilWoken(signal);
    }
  }

  done(item: T): void {
    const key = this.#keyOf(item);
    if (this.#busy.delete(key) && this.#wanted.has(key)) this.#append(key);
  }

  async run(worker: Worker<T>, options: RunOptions<T> = {}): Promise<void> {
    const { concurrency = 1, signal } = options;
    if (!(Number.isInteger(concurrency) && concurrency > 0))
      throw new TypeError(
        `"concurrency" must be a whole number above 0: "${String(concurrency)}"`,
      );
    const ending = new AbortController();
    const end = (): void => ending.abort(signal?.reason);
    const ignore = signal && onAbort(signal, end);
    if (signal?.aborted) end();
    const loop = async (): Promise<void> => {
      try {
        await this.#work(worker, ending.signal, options);
      } catch (error) {
        ending.abort(error);
        throw error;
      }
    };
    const ends = await Promise.allSettled(
      Array.from({ length: concurrency }, loop),
    );
    ignore?.();
    for (const loopEnd of ends)
      if (loopEnd.status === "rejected") throw loopEnd.reason;
  }

  shutDown(): void {
    this.#isShutDown = true;
    this.#delayed.clear();
    this.#wake();
  }

  /** Works on one item after the other. */
  async #work(
    worker: Worker<T>,
    ending: AbortSignal,
    { signal, onError = warn }: RunOptions<T>,
  ): Promise<void> {
    // The caller's own is asked as well: it may know that it is over before it tells.
    const isOver = (): boolean => ending.aborted || signal?.aborted === true;
    while (!isOver()) {
      const item = await this.get(ending).catch((error: unknown) => {
        if (isOver()) return undefined;
        throw error;
      });
      if (item === undefined) return;
      try {
        if (isOver()) this.add(item);
        else {
          await worker(item, ending);
          this.forget(item);
        }
      } catch (error) {
        if (isOver() && error === ending.reason) this.add(item);
        else {
          this.addRateLimited(item);
          onError(error, item, this.retries(item));
        }
      } finally {
        this.done(item);
      }
    }
  }

  #append(key: string): void {
    this.#ready.push(key);
    this.#wake();
  }

  #shift(): string | undefined {
    const key = this.#ready[this.#head];
    if (key === undefined) return undefined;
    this.#head += 1;
    if (this.#head * 2 > this.#ready.length) {
      this.#ready = this.#ready.slice(this.#head);
      this.#head = 0;
    }
    return key;
  }

  #addDue(): void {
    if (this.#delayed.size === 0) return;
    const now = this.#clock.now();
    for (;;) {
      const item = this.#delayed.take(now);
      if (item === undefined) return;
      this.add(item);
    }
  }

  async #untilWoken(signal: AbortSignal | undefined): Promise<void> {
    let taker: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => (taker = resolve));
    const ignore = signal && onAbort(signal, taker);
    this.#takers.add(taker);
    this.#setAlarm();
    await woken;
    ignore?.();
    this.#takers.delete(taker);
    this.#setAlarm();
  }

  /** Lets all look again who wait for an item. */
  #wake(): void {
    const takers = [...this.#takers];
    this.#takers.clear();
    for (const taker of takers) taker();
  }

  /** Sets the one timer there is: for the next delayed item, while someone waits. */
  #setAlarm(): void {
    const at = this.#takers.size === 0 ? undefined : this.#delayed.next;
    if (at === this.#alarm?.at) return;
    this.#alarm?.off.abort();
    this.#alarm = undefined;
    if (at === undefined) return;
    const alarm = { at, off: new AbortController() };
    this.#alarm = alarm;
    const ring = (): void => {
      if (this.#alarm === alarm) this.#alarm = undefined;
      this.#wake();
    };
    const ms = Math.max(0, at - this.#clock.now());
    this.#clock.sleep(ms, alarm.off.signal).then(ring, () => undefined);
  }
}
