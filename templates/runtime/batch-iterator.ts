/** What gives values many at once, and can be ended from outside. */
export interface BatchSource<T> {
  readonly batches: AsyncGenerator<readonly T[], void, undefined>;
  /** Whether what came and is not read yet is not to be read any more. */
  readonly isEnded: boolean;
  /** Also ends a batch that is waited for. */
  end(): void;
}

/** Reads one by one what comes many at once: a generator between each value and its reader would take its time. */
export class BatchIterator<T> implements AsyncIterator<T, void, undefined> {
  readonly #source: BatchSource<T>;
  #batch: readonly T[] = [];
  #taken = 0;
  /** The last `next` that waits. */
  #waiting: Promise<unknown> | undefined;

  constructor(source: BatchSource<T>) {
    this.#source = source;
  }

  async next(): Promise<IteratorResult<T, void>> {
    // Nobody who waits is overtaken.
    if (this.#waiting === undefined && this.#taken < this.#batch.length)
      if (!this.#source.isEnded) return this.#take();
    const next = this.#nextAfter(this.#waiting);
    this.#waiting = next;
    try {
      return await next;
    } finally {
      if (this.#waiting === next) this.#waiting = undefined;
    }
  }

  /** Also ends a `next` that is waiting. */
  async return(): Promise<IteratorResult<T, void>> {
    this.#source.end();
    await this.#source.batches.return();
    return { done: true, value: undefined };
  }

  async #nextAfter(
    before: Promise<unknown> | undefined,
  ): Promise<IteratorResult<T, void>> {
    await before?.catch(() => undefined);
    const { batches } = this.#source;
    if (this.#source.isEnded) this.#batch = [];
    while (this.#taken >= this.#batch.length) {
      const next = await batches.next();
      if (next.done === true) return { done: true, value: undefined };
      // Without `strict`, the compiler does not tell the two apart.
      this.#batch = next.value as readonly T[];
      this.#taken = 0;
    }
    return this.#take();
  }

  #take(): IteratorResult<T, void> {
    const value = this.#batch[this.#taken++] as T;
    // Nothing is held for longer than its reader holds it.
    if (this.#taken === this.#batch.length) this.#batch = [];
    return { done: false, value };
  }
}
