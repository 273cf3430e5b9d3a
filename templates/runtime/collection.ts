import type { Transport } from "./types.js";

/** Which objects a handle is about. */
export interface Collection {
  readonly transport: Transport;
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined where only the server knows. */
  readonly namespaced: boolean | undefined;
  /** Undefined for cluster-scoped resources, and for all namespaces. */
  readonly namespace: string | undefined;
  /** Where it is not the objects themselves that are read: a word for what is, such as `metadata`. */
  readonly view?: string | undefined;
}

// Not a name: those of a handle are the server's. By the global registry, as the brand of errors is.
const key = Symbol.for("kubewright.collection");

/** Which collection a handle is of; undefined where it does not say, as one that a test made. */
export function collectionOf(handle: object): Collection | undefined {
  return (handle as { readonly [key]?: Collection })[key];
}

/** Lets a handle say which collection it is of, or say it anew. It is not seen where the handle is printed. */
export function setCollection(handle: object, collection: Collection): void {
  Object.defineProperty(handle, key, {
    configurable: true,
    value: collection,
  });
}
