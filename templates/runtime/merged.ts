/** Values of many sources, in one order: that in which they come. A source waits until what it gave was taken. */
export class Merged<T> {
  #waiting: { readonly value: T; readonly taken: () => void }[] = [];
  #end: { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;

  /** Offers a value; false where nobody takes any more. */
  async put(value: T): Promise<boolean> {
    if (this.#end !== undefined) return false;
    await new Promise<void>((taken) => {
      this.#waiting.push({ value, taken });
      this.#wake();
    });
    return this.#end === undefined;
  }

  /** No more comes, or what comes is not wanted: those who wait are let go. */
  end(error?: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = { error };
    for (const { taken } of this.#waiting) taken();
    this.#waiting = [];
    this.#wake();
  }

  async *values(): AsyncGenerator<T, void, undefined> {
    try {
      for (;;) {
        const next = this.#waiting.shift();
        if (next !== undefined) {
          next.taken();
          yield next.value;
        } else if (this.#end !== undefined) {
          if (this.#end.error !== undefined) throw this.#end.error as Error;
          return;
        } else await new Promise<void>((wake) => (this.#wake = wake));
      }
    } finally {
      this.end();
    }
  }
}
