import { onAbort } from "./abort-listeners.js";
import {
  ChangeIterator,
  ChangeQueue,
  type InformerChange,
} from "./change-queue.js";
import { isClientClosed } from "./client-closed.js";
import { abortable, Deadline } from "./deadline.js";
import { TimeoutError } from "./errors.js";
import type { Informer, InformerOptions } from "./informer.js";
import type {
  CacheListener,
  FailureSource,
  ObjectCache,
} from "./object-cache.js";
import type { Indexer } from "./object-index.js";
import type { ObjectStore } from "./object-store.js";
import type { KubernetesObject } from "./types.js";
import { warn } from "./process-warning.js";

interface Handler<T> {
  readonly type: InformerChange<T>["type"];
  readonly call: (object: T, old: T) => unknown;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What one user of a cache has of it: handlers and loops. The cache may have other users. */
export class InformerView<
  T extends KubernetesObject,
  Index extends string,
> implements Informer<T, Index> {
  readonly #cache: ObjectCache<T>;
  readonly #ignoreSignal: (() => void) | undefined;
  readonly #onError: InformerOptions<T>["onError"];
  readonly #name: string;
  readonly #release: () => Promise<void>;
  readonly #listener: CacheListener<T>;
  readonly #handlers: Set<Handler<T>> = new Set();
  readonly #queues: Set<ChangeQueue<T>> = new Set();
  readonly #waiters: Set<Waiter> = new Set();
  #closed: Promise<void> | undefined;

  /**
   * @param kind of the objects, for messages
   * @param release is called once, when it is closed
   */
  constructor(
    cache: ObjectCache<T>,
    options: Pick<InformerOptions<T, Index>, "indexers" | "onError" | "signal">,
    kind: string | undefined,
    release: () => Promise<void>,
  ) {
    this.#cache = cache;
    this.#onError = options.onError;
    this.#release = release;
    this.#name = kind === undefined ? "the informer" : `informer of "${kind}"`;
    this.#listener = {
      changed: (changes) => this.#takeIn(changes),
      synced: () => this.#settle((waiter) => waiter.resolve()),
      failed: (error, from) => this.#report(error, from),
      ended: () => void this.close(),
    };
    cache.listeners.add(this.#listener);
    this.#ignoreSignal =
      options.signal && onAbort(options.signal, () => void this.close());
    if (options.indexers !== undefined) this.addIndexers(options.indexers);
  }

  get store(): ObjectStore<T, Index> {
    return this.#cache.store;
  }

  get synced(): boolean {
    return this.#cache.synced;
  }

  get resourceVersion(): string | undefined {
    return this.#cache.resourceVersion;
  }

  get lastError(): unknown {
    return this.#cache.lastError;
  }

  on(
    type: InformerChange<T>["type"],
    call: (object: T, old: T) => unknown,
  ): () => void {
    const handler: Handler<T> = { type, call };
    if (this.#closed !== undefined) return () => undefined;
    this.#handlers.add(handler);
    if (type === "added")
      // A copy: what a handler does may change the store.
      for (const object of [...this.store])
        if (this.#handlers.has(handler)) this.#tell(handler, { type, object });
    return () => void this.#handlers.delete(handler);
  }

  addIndexers<More extends string>(indexers: {
    readonly [Name in More]: Indexer<T>;
  }): Informer<T, Index | More> {
    this.#cache.store.addIndexers(indexers);
    return this as unknown as Informer<T, Index | More>;
  }

  async waitForSync(
    options: {
      signal?: AbortSignal | undefined;
      timeoutMs?: number | undefined;
    } = {},
  ): Promise<void> {
    if (this.#closed !== undefined) throw this.#closedError();
    if (this.synced) return;
    const deadline = new Deadline(options, `${this.#name}: not in sync after`);
    let waiter: Waiter | undefined;
    try {
      const ready = new Promise<void>((resolve, reject) => {
        waiter = { resolve, reject };
        this.#waiters.add(waiter);
      });
      await abortable(ready, deadline.signal);
    } catch (error) {
      const { lastError } = this;
      if (error !== deadline.signal.reason || !(error instanceof TimeoutError))
        throw error;
      throw lastError === undefined
        ? error
        : new TimeoutError(`${error.message}: ${messageOf(lastError)}`);
    } finally {
      deadline.close();
      if (waiter !== undefined) this.#waiters.delete(waiter);
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<InformerChange<T>, void, undefined> {
    const queue = new ChangeQueue<T>();
    if (this.#closed === undefined) {
      this.#queues.add(queue);
      for (const object of this.store) queue.push({ type: "added", object });
    } else queue.close();
    return new ChangeIterator(queue, releaser(this.#queues, queue));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    this.#ignoreSignal?.();
    this.#cache.listeners.delete(this.#listener);
    this.#handlers.clear();
    for (const queue of this.#queues) queue.close();
    this.#queues.clear();
    this.#settle((waiter) => waiter.reject(this.#closedError()));
    await this.#release();
  }

  #closedError(): Error {
    const { lastError } = this;
    return isClientClosed(lastError)
      ? new Error(`${this.#name}: closed, since ${messageOf(lastError)}`)
      : new Error(`${this.#name}: closed`);
  }

  #settle(how: (waiter: Waiter) => void): void {
    for (const waiter of this.#waiters) how(waiter);
  }

  /** Tells the loops, and gives what tells the handlers. */
  #takeIn(changes: readonly InformerChange<T>[]): () => void {
    // Who comes later has been told of it all by then: the store has it.
    const handlers = [...this.#handlers];
    for (const queue of this.#queues)
      for (const change of changes) queue.push(change);
    return () => {
      for (const change of changes)
        for (const handler of handlers)
          if (handler.type === change.type && this.#handlers.has(handler))
            this.#tell(handler, change);
    };
  }

  #tell(handler: Handler<T>, change: InformerChange<T>): void {
    const report = (error: unknown): void => this.#report(error, "handler");
    const old = change.type === "added" ? (undefined as never) : change.old;
    try {
      const result = handler.call(change.object, old);
      if (isThenable(result)) result.then(undefined, report);
    } catch (error) {
      report(error);
    }
  }

  #report(error: unknown, from: FailureSource): void {
    if (this.#onError === undefined) {
      if (from !== "watch") warn(error);
      return;
    }
    try {
      this.#onError(error, from);
    } catch (second) {
      warn(second);
    }
  }
}

/** Made here, so that it holds nothing but the queue and its place. */
function releaser<T>(queues: Set<T>, queue: T & { close(): void }): () => void {
  return () => {
    queues.delete(queue);
    queue.close();
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { then?: unknown }).then === "function"
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
