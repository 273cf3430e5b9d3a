import { ObjectIndex, type Indexer } from "./object-index.js";
import type { KubernetesObject } from "./types.js";

/**
 * The objects of an informer as they were last heard of. They are shared by all who read them: whoever wants to change one makes
 * a copy first (`structuredClone`).
 */
export interface ObjectStore<
  T,
  Index extends string = never,
> extends Iterable<T> {
  readonly size: number;
  /**
   * The object of this name; undefined where there is none.
   *
   * @param namespace may be left out for cluster-scoped objects, and where all objects are of one namespace
   * @throws {TypeError} where it is left out and there are several
   */
  get(name: string, namespace?: string): T | undefined;
  has(name: string, namespace?: string): boolean;
  /** The objects that an index has filed under a value, in no order. */
  byIndex(index: Index, value: string): T[];
  /** The values that an index has filed any object under. */
  indexValues(index: Index): string[];
}

/** The store that an informer writes into. */
export class WritableStore<T extends KubernetesObject> implements ObjectStore<
  T,
  string
> {
  readonly #objects: Map<string, T> = new Map();
  readonly #indexes: Map<string, ObjectIndex<T>> = new Map();
  readonly #onError: (error: unknown) => void;
  readonly #namespace: string | undefined;
  #isNamespaced: boolean;

  /**
   * @param namespace of all objects
   * @param isNamespaced whether they have one; where it is not known, it is seen from them
   */
  constructor(
    namespace: string | undefined,
    isNamespaced: boolean | undefined,
    onError: (error: unknown) => void,
  ) {
    this.#namespace = namespace;
    this.#isNamespaced = isNamespaced ?? false;
    this.#onError = onError;
  }

  get size(): number {
    return this.#objects.size;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#objects.values();
  }

  get(name: string, namespace?: string): T | undefined {
    return this.#objects.get(this.#keyOf(name, namespace));
  }

  has(name: string, namespace?: string): boolean {
    return this.#objects.has(this.#keyOf(name, namespace));
  }

  byIndex(index: string, value: string): T[] {
    const found: T[] = [];
    for (const key of this.#index(index).keys(value)) {
      const object = this.#objects.get(key);
      if (object !== undefined) found.push(object);
    }
    return found;
  }

  indexValues(index: string): string[] {
    return [...this.#index(index).values()];
  }

  /** By `namespace/name`. */
  find(key: string): T | undefined {
    return this.#objects.get(key);
  }

  keys(): Iterable<string> {
    return this.#objects.keys();
  }

  set(key: string, object: T): void {
    this.#objects.set(key, object);
    if (object.metadata?.namespace) this.#isNamespaced = true;
    for (const index of this.#indexes.values()) index.set(key, object);
  }

  delete(key: string): void {
    this.#objects.delete(key);
    for (const index of this.#indexes.values()) index.delete(key);
  }

  /** @throws {TypeError} where another index has the name; then none is added */
  addIndexers(indexers: { readonly [name: string]: Indexer<T> }): void {
    const added = Object.entries(indexers).filter(([name, indexer]) => {
      const there = this.#indexes.get(name);
      if (there !== undefined && there.indexer !== indexer)
        throw new TypeError(
          `there is an index "${name}" with another function already: give it another name, or the same function`,
        );
      return there === undefined;
    });
    for (const [name, indexer] of added) {
      const index = new ObjectIndex(indexer, this.#onError);
      for (const [key, object] of this.#objects) index.set(key, object);
      this.#indexes.set(name, index);
    }
  }

  #index(name: string): ObjectIndex<T> {
    const index = this.#indexes.get(name);
    if (index !== undefined) return index;
    const names = [...this.#indexes.keys()].map((one) => `"${one}"`);
    throw new TypeError(
      `there is no index "${name}": ${names.length === 0 ? "the informer has none" : `there is ${names.join(", ")}`}`,
    );
  }

  #keyOf(name: string, given: string | undefined): string {
    // Objects without a namespace have none, or an empty one.
    const namespace = given || this.#namespace;
    if (namespace !== undefined) return `${namespace}/${name}`;
    if (this.#isNamespaced)
      throw new TypeError(
        `"${name}" may be in any namespace: say in which, as get(name, namespace)`,
      );
    return name;
  }
}
