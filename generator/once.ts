/**
 * Makes what several ask for at the same time, or one behind the other, once.
 *
 * What was used last is kept, up to a weight of all together; the newest is kept whatever it weighs. What could not be made is not kept:
 * whoever waited for it makes it itself, and has its own error.
 */
export class Once<Value> {
  readonly #maximum: number;
  readonly #weigh: (value: Value) => number;
  /** From what was not used for the longest time to what was used last. */
  readonly #kept: Map<string, Value> = new Map();
  readonly #making: Map<string, Promise<Value>> = new Map();
  #weight = 0;
  #made = 0;

  /**
   * @param maximum what is kept may weigh together
   * @param weigh says what one weighs, for example in characters
   */
  constructor(maximum: number, weigh: (value: Value) => number) {
    this.#maximum = maximum;
    this.#weigh = weigh;
  }

  /** How many were made. */
  get made(): number {
    return this.#made;
  }

  async get(key: string, make: () => Promise<Value>): Promise<Value> {
    for (;;) {
      const kept = this.#take(key);
      if (kept !== undefined) return kept;
      const making = this.#making.get(key);
      if (making === undefined) return this.#make(key, make);
      await making.catch(() => undefined);
    }
  }

  #make(key: string, make: () => Promise<Value>): Promise<Value> {
    const making = make()
      .then((value) => {
        this.#made += 1;
        this.#keep(key, value);
        return value;
      })
      .finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  #take(key: string): Value | undefined {
    const value = this.#kept.get(key);
    if (value === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, value);
    return value;
  }

  #keep(key: string, value: Value): void {
    this.#kept.set(key, value);
    this.#weight += this.#weigh(value);
    for (const [oldest, old] of this.#kept) {
      if (this.#weight <= this.#maximum || oldest === key) return;
      this.#kept.delete(oldest);
      this.#weight -= this.#weigh(old);
    }
  }
}
