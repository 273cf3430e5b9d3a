/**
 * What an index files an object under: names of nodes, of owners, of anything. One that gives none is not found by it.
 */
export type Indexer<T> = (object: T) => readonly string[];

/** Keys of objects by the values that one function gives for them. */
export class ObjectIndex<T> {
  readonly indexer: Indexer<T>;
  readonly #onError: (error: unknown) => void;
  readonly #keys: Map<string, Set<string>> = new Map();
  /** What an object is filed under now: its fields may no longer tell, where somebody has changed them. */
  readonly #values: Map<string, readonly string[]> = new Map();

  /** @param onError takes what the indexer throws; its object is then filed under nothing */
  constructor(indexer: Indexer<T>, onError: (error: unknown) => void) {
    this.indexer = indexer;
    this.#onError = onError;
  }

  set(key: string, object: T): void {
    this.delete(key);
    const values = this.#valuesOf(object);
    if (values.length === 0) return;
    this.#values.set(key, values);
    for (const value of values) {
      const keys = this.#keys.get(value);
      if (keys === undefined) this.#keys.set(value, new Set([key]));
      else keys.add(key);
    }
  }

  delete(key: string): void {
    for (const value of this.#values.get(key) ?? []) {
      const keys = this.#keys.get(value);
      keys?.delete(key);
      if (keys?.size === 0) this.#keys.delete(value);
    }
    this.#values.delete(key);
  }

  keys(value: string): Iterable<string> {
    return this.#keys.get(value) ?? [];
  }

  values(): Iterable<string> {
    return this.#keys.keys();
  }

  #valuesOf(object: T): readonly string[] {
    try {
      const values: unknown = this.indexer(object);
      if (Array.isArray(values)) return values as readonly string[];
      throw new TypeError(
        `an indexer must give an array of strings: ${String(values)}`,
      );
    } catch (error) {
      this.#onError(error);
      return [];
    }
  }
}
