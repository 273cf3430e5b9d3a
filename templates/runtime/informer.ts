import type { InformerChange } from "./change-queue.js";
import type { Clock } from "./clock.js";
import { collectionOf } from "./collection.js";
import { InformerView } from "./informer-view.js";
import { ObjectCache, type FailureSource } from "./object-cache.js";
import type { Indexer } from "./object-index.js";
import type { ObjectStore } from "./object-store.js";
import { selectionQuery } from "./query.js";
import type {
  FieldSelectorInput,
  KubernetesObject,
  LabelSelectorInput,
  WatchEvent,
  WatchOptions,
} from "./types.js";

export type { InformerChange } from "./change-queue.js";
export type { Clock } from "./clock.js";
export type { FailureSource } from "./object-cache.js";
export type { Indexer } from "./object-index.js";
export type { ObjectStore } from "./object-store.js";

/** A resource that an informer can follow: every handle that has `watch`. */
export interface Informable<T, Field extends string = string> {
  watch(options?: WatchOptions<Field>): AsyncIterable<WatchEvent<T>>;
}

/** Options of an informer. */
export interface InformerOptions<
  T,
  Index extends string = never,
  Field extends string = string,
> {
  labelSelector?: LabelSelectorInput | undefined;
  fieldSelector?: FieldSelectorInput<Field> | undefined;
  /** By the names that `store.byIndex` finds objects with: `{ byNode: (pod) => [pod.spec?.nodeName ?? ""] }`. */
  indexers?: { readonly [Name in Index]: Indexer<T> } | undefined;
  /**
   * Takes each object as it is read, and gives what is stored in its place, such as the object without its `managedFields`. It may
   * change the object. `metadata`'s `name`, `namespace`, `uid` and `resourceVersion` must stay.
   */
  transform?: ((object: T) => T) | undefined;
  /** Sent with each request. */
  headers?: { readonly [name: string]: string } | undefined;
  /** Closes the informer. */
  signal?: AbortSignal | undefined;
  /** As a watch's: reconnects when nothing came for so many milliseconds. 0: never. Default: 90,000. */
  idleTimeoutMs?: number | undefined;
  /**
   * Called with each failure: of the watch, after which the informer goes on, and of the functions that it was given. Default:
   * those of functions become a warning of the process, those of the watch are in `lastError` alone.
   */
  onError?: ((error: unknown, from: FailureSource) => void) | undefined;
  /** Measures the pauses between tries: for tests. */
  clock?: Clock | undefined;
}

/** A copy of a collection that follows the server, and tells what changes. It is closed with its client. */
export interface Informer<
  T,
  Index extends string = never,
> extends AsyncIterable<InformerChange<T>> {
  /** The objects as they were last heard of. */
  readonly store: ObjectStore<T, Index>;
  /** Whether the store has had all objects once. */
  readonly synced: boolean;
  /** Of the last list or change that was heard of. */
  readonly resourceVersion: string | undefined;
  /** Why the store may be behind the server; undefined while it is connected. */
  readonly lastError: unknown;
  /**
   * Calls a function for each change, in their order; the store has the change already. What it throws, also later, goes to
   * `onError`. Gives the function that ends it.
   *
   * What is in the store already is told as `added` before `on` comes back.
   */
  on(type: "added", handler: (object: T) => unknown): () => void;
  /** With the object as it was before. */
  on(type: "updated", handler: (object: T, old: T) => unknown): () => void;
  /**
   * With the last state of what is gone, and the state before that. Where the end itself was missed both are the last state known.
   * An object that no longer fits a selector is gone too.
   */
  on(type: "deleted", handler: (object: T, old: T) => unknown): () => void;
  /**
   * Adds indexes, and files what is there.
   *
   * @throws {TypeError} where there is an index of the name with another function
   */
  addIndexers<More extends string>(indexers: {
    readonly [Name in More]: Indexer<T>;
  }): Informer<T, Index | More>;
  /**
   * Waits until the store has had all objects once, and the handlers were told of them.
   *
   * @throws {TimeoutError} after `timeoutMs`, with the last failure in its message
   * @throws the reason of `signal`
   * @throws {Error} where the informer is closed
   */
  waitForSync(options?: {
    signal?: AbortSignal | undefined;
    timeoutMs?: number | undefined;
  }): Promise<void>;
  /**
   * The changes from now on, after an `added` for each object there is. While a reader is busy, what happens to one object is
   * merged: it may miss states in between, never an end. The loop ends when the informer is closed.
   */
  [Symbol.asyncIterator](): AsyncIterator<InformerChange<T>, void, undefined>;
  /** Ends the watch, the loops and the handlers; the store stays as it is. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts to follow a resource: it reads all objects, and then each change, into a store. It goes on through everything that
 * fails until it is closed: see `lastError`.
 *
 * @throws {TypeError} where a selector cannot be one
 */
export function informer<
  T extends KubernetesObject,
  Field extends string = string,
  Index extends string = never,
>(
  resource: Informable<T, Field>,
  options: InformerOptions<T, Index, NoInfer<Field>> = {},
): Informer<T, Index> {
  options.signal?.throwIfAborted();
  const cache = openCache(resource, options);
  return new InformerView<T, Index>(
    cache,
    options,
    collectionOf(resource)?.kind,
    () => cache.stop(),
  );
}

/** The cache of an informer: it runs from now on. */
export function openCache<T extends KubernetesObject, Field extends string>(
  resource: Informable<T, Field>,
  options: InformerOptions<T, string, Field>,
): ObjectCache<T> {
  const { labelSelector, fieldSelector, headers, idleTimeoutMs, clock } =
    options;
  // Here, for the caller to see: the watch itself is only read later.
  selectionQuery({ labelSelector, fieldSelector });
  const of = collectionOf(resource);
  return new ObjectCache<T>({
    watch: (watchOptions) =>
      resource.watch(watchOptions as WatchOptions<Field>),
    options: { labelSelector, fieldSelector, headers, idleTimeoutMs, clock },
    transform: options.transform,
    namespace: of?.namespace,
    isNamespaced: of?.namespaced,
    closeSignal: of?.transport.closeSignal,
  });
}
