interface Delayed<T> {
  readonly key: string;
  readonly item: T;
  /** When it is due. */
  at: number;
  /** Where it is in the heap. */
  place: number;
}

/** Items that are due later, each once: a heap, the next one first. */
export class DelayedItems<T> {
  readonly #heap: Delayed<T>[] = [];
  readonly #byKey: Map<string, Delayed<T>> = new Map();

  get size(): number {
    return this.#heap.length;
  }

  /** When the next item is due; undefined where there is none. */
  get next(): number | undefined {
    return this.#heap[0]?.at;
  }

  /** Adds an item; one that is there already becomes due at the earlier of both times. */
  add(key: string, item: T, at: number): void {
    const known = this.#byKey.get(key);
    if (known !== undefined && known.at <= at) return;
    const delayed = known ?? { key, item, at, place: this.#heap.length };
    delayed.at = at;
    this.#byKey.set(key, delayed);
    this.#heap[delayed.place] = delayed;
    this.#rise(delayed);
  }

  /** Takes an item that is due; undefined where none is. */
  take(now: number): T | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.at > now) return undefined;
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last, 0);
    this.#byKey.delete(first.key);
    return first.item;
  }

  clear(): void {
    this.#heap.length = 0;
    this.#byKey.clear();
  }

  #rise(delayed: Delayed<T>): void {
    while (delayed.place > 0) {
      const place = (delayed.place - 1) >> 1;
      const parent = this.#heap[place];
      if (parent === undefined || parent.at <= delayed.at) return;
      this.#put(parent, delayed.place);
      this.#put(delayed, place);
    }
  }

  #sink(delayed: Delayed<T>, from: number): void {
    this.#put(delayed, from);
    for (;;) {
      const left = this.#heap[2 * delayed.place + 1];
      const right = this.#heap[2 * delayed.place + 2];
      const child =
        right !== undefined && left !== undefined && right.at < left.at
          ? right
          : left;
      if (child === undefined || child.at >= delayed.at) return;
      const { place } = child;
      this.#put(child, delayed.place);
      this.#put(delayed, place);
    }
  }

  #put(delayed: Delayed<T>, place: number): void {
    delayed.place = place;
    this.#heap[place] = delayed;
  }
}
