import { onAbort } from "./abort-listeners.js";
import { isClientClosed } from "./client-closed.js";
import { systemClock, type Clock } from "./clock.js";
import { backOff } from "./deadline.js";
import type { InformerChange } from "./change-queue.js";
import { compareVersions, objectKey } from "./object-key.js";
import { WritableStore } from "./object-store.js";
import type { KubernetesObject, WatchEvent, WatchOptions } from "./types.js";

/** Who hears of what happens in a cache. */
export interface CacheListener<T> {
  /**
   * The store holds it all already. Gives what tells the program of it, to be called once all listeners know: what the program
   * adds then, also to another listener, finds it in the store.
   */
  changed(changes: readonly InformerChange<T>[]): () => void;
  synced(): void;
  /** The client that the cache is of is closed: nothing more comes. */
  ended(): void;
  failed(error: unknown, from: FailureSource): void;
}

/** What an error came from: from the watch, which goes on, or from a function that the program gave. */
export type FailureSource = "watch" | "handler" | "indexer" | "transform";

/** What a cache is made of. */
export interface CacheSource<T> {
  /** Starts a watch; it ends with its signal. */
  readonly watch: (
    options: WatchOptions<string>,
  ) => AsyncIterable<WatchEvent<T>>;
  /** What is watched, and how. */
  readonly options: WatchOptions<string>;
  readonly transform: ((object: T) => T) | undefined;
  readonly namespace: string | undefined;
  readonly isNamespaced: boolean | undefined;
  /** Aborted where the client is closed that it is of. */
  readonly closeSignal: AbortSignal | undefined;
}

const firstPauseMs = 800;
const longestPauseMs = 30_000;

/**
 * Keeps a store like the collection on the server, until it is stopped: whatever fails, it goes on, with pauses that grow up to
 * half a minute.
 */
export class ObjectCache<T extends KubernetesObject> {
  readonly store: WritableStore<T>;
  readonly listeners: Set<CacheListener<T>> = new Set();
  readonly transform: ((object: T) => T) | undefined;
  readonly #source: CacheSource<T>;
  readonly #clock: Clock;
  readonly #controller: AbortController = new AbortController();
  readonly #ignoreClose: (() => void) | undefined;
  readonly #done: Promise<void>;
  #synced = false;
  #resourceVersion: string | undefined;
  #lastError: unknown;
  /** When all of the state was read last, and nothing has happened since. */
  #quietSince: number | undefined;
  #failures = 0;
  /** Whether the watch gives its objects to `#read` as they come. */
  #readsEarly = false;

  /** @throws what the watch throws when it is made: such as a TypeError for a resource that has none */
  constructor(source: CacheSource<T>) {
    this.#source = source;
    this.#clock = source.options.clock ?? systemClock;
    this.transform = source.transform;
    this.store = new WritableStore(
      source.namespace,
      source.isNamespaced,
      (error) => this.#fail(error, "indexer"),
    );
    const { closeSignal } = source;
    this.#ignoreClose =
      closeSignal && onAbort(closeSignal, () => this.#end(closeSignal.reason));
    this.#done = this.#run(this.#watch());
  }

  get synced(): boolean {
    return this.#synced;
  }

  get resourceVersion(): string | undefined {
    return this.#resourceVersion;
  }

  get lastError(): unknown {
    return this.#lastError;
  }

  /** Ends the watch; the store stays as it is. */
  async stop(): Promise<void> {
    this.#ignoreClose?.();
    this.#controller.abort();
    await this.#done;
  }

  #watch(): AsyncIterable<WatchEvent<T>> {
    return this.#source.watch({
      ...this.#source.options,
      signal: this.#controller.signal,
      transform: (object) => {
        this.#readsEarly = true;
        return this.#read(object as T);
      },
      onConnected: () => {
        this.#lastError = undefined;
      },
      onInterrupted: (error) => this.#fail(error, "watch"),
    });
  }

  async #run(first: AsyncIterable<WatchEvent<T>>): Promise<void> {
    const { signal } = this.#controller;
    try {
      await this.#follow(() => first, signal);
      for (;;) {
        this.#failures++;
        const wait = backOff(this.#failures, firstPauseMs, longestPauseMs);
        await this.#clock.sleep(wait, signal);
        await this.#follow(() => this.#watch(), signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Takes in the events of one watch, until it fails. */
  async #follow(
    start: () => AsyncIterable<WatchEvent<T>>,
    signal: AbortSignal,
  ): Promise<void> {
    this.#quietSince = undefined;
    try {
      for await (const event of start()) {
        if (signal.aborted) return;
        this.#take(event);
      }
    } catch (error) {
      signal.throwIfAborted();
      // Where the closing of the client is not told of.
      if (isClientClosed(error)) return this.#end(error);
      this.#fail(error, "watch");
    }
    const quiet = this.#clock.now() - (this.#quietSince ?? Infinity);
    if (quiet > longestPauseMs) this.#failures = 0;
  }

  #take(event: WatchEvent<T>): void {
    const changes: InformerChange<T>[] = [];
    this.#lastError = undefined;
    if (event.type === "SYNC") {
      this.#replace(event.objects, changes);
      this.#resourceVersion = event.resourceVersion;
      this.#quietSince = this.#clock.now();
    } else {
      const object = this.#readsEarly ? event.object : this.#read(event.object);
      if (event.type === "DELETED") this.#remove(object, changes);
      else this.#put(object, changes, false);
      this.#resourceVersion =
        event.object.metadata?.resourceVersion ?? this.#resourceVersion;
      this.#failures = 0;
    }
    if (changes.length > 0) {
      const told = [...this.listeners].map((one) => one.changed(changes));
      for (const tell of told) tell();
    }
    if (this.#synced) return;
    this.#synced = true;
    // Those too that came meanwhile.
    for (const listener of [...this.listeners]) listener.synced();
  }

  /**
   * What stands for an object from now on. One that is known in this version already is kept, so that reading everything again
   * does not take the memory twice.
   */
  #read(object: T): T {
    const known = this.store.find(objectKey(object));
    if (known !== undefined && isSameVersion(known, object)) return known;
    if (this.transform === undefined) return object;
    const identity = identityOf(object);
    try {
      const changed = this.transform(object);
      if (identityOf(changed) !== identity)
        throw new TypeError(
          `"transform" must give an object of the same metadata.name, namespace, uid and resourceVersion as it was given: ${identity}`,
        );
      return changed;
    } catch (error) {
      this.#fail(error, "transform");
      return object;
    }
  }

  /** Takes in all that there is: what is not among it is gone. */
  #replace(objects: readonly T[], changes: InformerChange<T>[]): void {
    const gone = new Set(this.store.keys());
    for (const one of objects) {
      const object = this.#readsEarly ? one : this.#read(one);
      gone.delete(objectKey(object));
      this.#put(object, changes, true);
    }
    for (const key of gone) {
      const old = this.store.find(key) as T;
      this.store.delete(key);
      changes.push({ type: "deleted", object: old, old });
    }
  }

  /** @param isState whether it is from a list, which is right also where it is older: a server may have been restored */
  #put(object: T, changes: InformerChange<T>[], isState: boolean): void {
    const key = objectKey(object);
    const old = this.store.find(key);
    if (old === undefined) {
      changes.push({ type: "added", object });
    } else {
      if (isSameVersion(old, object) || (!isState && isOlder(object, old)))
        return;
      if (isOther(old, object))
        changes.push(
          { type: "deleted", object: old, old },
          { type: "added", object },
        );
      else changes.push({ type: "updated", object, old });
    }
    this.store.set(key, object);
  }

  #remove(object: T, changes: InformerChange<T>[]): void {
    const key = objectKey(object);
    const old = this.store.find(key);
    if (old === undefined || isOlder(object, old)) return;
    this.store.delete(key);
    const last = isOther(old, object) ? old : object;
    changes.push({ type: "deleted", object: last, old });
  }

  /** Ends with the client. */
  #end(reason: unknown): void {
    this.#controller.abort(reason);
    this.#lastError = reason;
    for (const listener of [...this.listeners]) listener.ended();
  }

  #fail(error: unknown, from: FailureSource): void {
    if (from === "watch") this.#lastError = error;
    for (const listener of [...this.listeners]) listener.failed(error, from);
  }
}

/** What tells a state of an object from all others; undefined where there is no object. */
function identityOf(object: KubernetesObject | undefined): string | undefined {
  if (object === undefined) return undefined;
  const { uid, resourceVersion } = object.metadata ?? {};
  return JSON.stringify([objectKey(object), uid, resourceVersion]);
}

function isOther(one: KubernetesObject, other: KubernetesObject): boolean {
  return one.metadata?.uid !== other.metadata?.uid;
}

function isSameVersion(
  one: KubernetesObject,
  other: KubernetesObject,
): boolean {
  const version = one.metadata?.resourceVersion;
  return (
    version !== undefined &&
    version === other.metadata?.resourceVersion &&
    !isOther(one, other)
  );
}

function isOlder(one: KubernetesObject, other: KubernetesObject): boolean {
  const order = compareVersions(
    one.metadata?.resourceVersion,
    other.metadata?.resourceVersion,
  );
  return order !== undefined && order < 0;
}
