/** Chance that is the same in every run: a seed tells all that comes. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed + 1) * 0x9e3779b1;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    // mulberry32: small, and good enough to shuffle tests with.
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.below(1000) < probability * 1000;
  }

  /** One of the items. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** The items in any order. */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const left = [...items];
    return items.map(() => left.splice(this.below(left.length), 1)[0] as Item);
  }

  /** Between one and `most` of what `make` gives. */
  several<Item>(most: number, make: (position: number) => Item): Item[] {
    return Array.from({ length: 1 + this.below(most) }, (_, i) => make(i));
  }
}
