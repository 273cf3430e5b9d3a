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

/** Where a handle says which collection it is of. Not a name: those are the server's. */
export const collection: unique symbol = Symbol("kubewright.collection");

/** Which collection a handle is of; undefined where it does not say, as one that a test made. */
export function collectionOf(handle: object): Collection | undefined {
  return (handle as { readonly [collection]?: Collection })[collection];
}
