import { collectionOf } from "./collection.js";
import {
  openCache,
  type Informable,
  type Informer,
  type InformerOptions,
} from "./informer.js";
import { InformerView } from "./informer-view.js";
import type { ObjectCache } from "./object-cache.js";
import { selectionQuery } from "./query.js";
import type { KubernetesObject } from "./types.js";

/** Informers that are shared by all who ask for the same objects. */
export interface SharedInformers {
  /** How many watches they are. */
  readonly size: number;
  /**
   * An informer of these objects. Whoever asks for the same collection, by the same selectors and headers, shares one watch and one
   * store; each has handlers, loops and a `close` of its own, and the watch ends with the last of them. Indexes are
   * everybody's. `idleTimeoutMs` and `clock` are those of whoever asked first.
   *
   * Handles of different clients, also to one server, share nothing. A handle that was not made by this client's runtime shares
   * with itself alone.
   *
   * @throws {TypeError} where what is shared already has another `transform` (the same function must be given each time), or another
   * indexer of a name
   */
  get<
    T extends KubernetesObject,
    Field extends string = string,
    Index extends string = never,
  >(
    resource: Informable<T, Field>,
    options?: InformerOptions<T, Index, NoInfer<Field>>,
  ): Informer<T, Index>;
  /** Closes them all. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes a place where informers are shared: a program needs one. */
export function sharedInformers(): SharedInformers {
  return new Sharing();
}

interface Shared {
  readonly cache: ObjectCache<KubernetesObject>;
  readonly views: Set<{ close(): Promise<void> }>;
}

class Sharing implements SharedInformers {
  /** By the transport, or the handle, and then by what is asked for. */
  readonly #shared: Map<object, Map<string, Shared>> = new Map();

  get size(): number {
    let size = 0;
    for (const { size: count } of this.#shared.values()) size += count;
    return size;
  }

  get<
    T extends KubernetesObject,
    Field extends string = string,
    Index extends string = never,
  >(
    resource: Informable<T, Field>,
    options: InformerOptions<T, Index, NoInfer<Field>> = {},
  ): Informer<T, Index> {
    options.signal?.throwIfAborted();
    const of = collectionOf(resource);
    const owner = of?.transport ?? resource;
    const key = keyOf(resource, options);
    const known = this.#shared.get(owner)?.get(key);
    const cache =
      (known?.cache as ObjectCache<T> | undefined) ??
      openCache(resource, options);
    if (cache.transform !== options.transform)
      throw new TypeError(
        `the informer of "${of?.kind ?? "this resource"}" is shared already with another "transform": give the same function each time`,
      );
    cache.store.addIndexers(options.indexers ?? {});
    const { views } = known ?? this.#add(owner, key, cache);
    const view = new InformerView<T, Index>(
      cache,
      options,
      of?.kind,
      async () => {
        views.delete(view);
        if (views.size > 0) return;
        this.#remove(owner, key);
        await cache.stop();
      },
    );
    views.add(view);
    return view;
  }

  async close(): Promise<void> {
    const all = [...this.#shared.values()].flatMap((some) => [
      ...some.values(),
    ]);
    await Promise.all(
      all.flatMap(({ views }) => [...views].map((view) => view.close())),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #add<T extends KubernetesObject>(
    owner: object,
    key: string,
    cache: ObjectCache<T>,
  ): Shared {
    const shared: Shared = {
      cache: cache as unknown as ObjectCache<KubernetesObject>,
      views: new Set(),
    };
    const some = this.#shared.get(owner) ?? new Map<string, Shared>();
    this.#shared.set(owner, some.set(key, shared));
    return shared;
  }

  #remove(owner: object, key: string): void {
    const some = this.#shared.get(owner);
    some?.delete(key);
    if (some?.size === 0) this.#shared.delete(owner);
  }
}

function keyOf<T, Field extends string>(
  resource: Informable<T, Field>,
  { labelSelector, fieldSelector, headers }: InformerOptions<T, string, Field>,
): string {
  const { apiVersion, kind, namespace, view } = collectionOf(resource) ?? {};
  const selection = selectionQuery({ labelSelector, fieldSelector });
  return JSON.stringify([
    [apiVersion, kind, namespace, view],
    selection,
    headers,
  ]);
}
