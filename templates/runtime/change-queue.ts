import { notDropped, whenDropped } from "./dropped.js";
import { objectKey } from "./object-key.js";
import type { KubernetesObject } from "./types.js";

/** What has become of one object. */
export type InformerChange<T> =
  | { readonly type: "added"; readonly object: T }
  | { readonly type: "updated"; readonly object: T; readonly old: T }
  /** `object` is its last state; where its end itself was missed, the last state that was known, which is `old`. */
  | { readonly type: "deleted"; readonly object: T; readonly old: T };

/** What a slow reader has yet to be told of one object. */
interface Pending<T> {
  /** As the reader knows it. */
  readonly seen: T | undefined;
  /** The end of what the reader knows, if that has come. */
  deleted: T | undefined;
  /** As it is now. */
  now: T | undefined;
}

/**
 * Changes that wait for their reader. Those of one object are merged: there are never more than its last deletion and its
 * present state, and one that came and went unseen is not told of at all. So it holds no more than there are objects.
 */
export class ChangeQueue<T extends KubernetesObject> {
  readonly #pending: Map<string, Pending<T>> = new Map();
  #waiting: (() => void)[] = [];
  #closed = false;

  /** Takes a change in. */
  push(change: InformerChange<T>): void {
    const key = objectKey(change.object);
    const pending = this.#pending.get(key) ?? {
      seen: change.type === "added" ? undefined : change.old,
      deleted: undefined,
      now: undefined,
    };
    pending.now = change.type === "deleted" ? undefined : change.object;
    if (change.type === "deleted" && pending.seen !== undefined)
      pending.deleted ??= change.object;
    if (pending.now === undefined && pending.deleted === undefined)
      this.#pending.delete(key);
    else this.#pending.set(key, pending);
    this.#wake();
  }

  /** The oldest change; undefined at the end. */
  async shift(): Promise<InformerChange<T> | undefined> {
    while (!this.#closed) {
      const [first] = this.#pending;
      if (first !== undefined) return this.#take(...first);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return undefined;
  }

  close(): void {
    this.#closed = true;
    this.#pending.clear();
    this.#wake();
  }

  #take(key: string, { seen, deleted, now }: Pending<T>): InformerChange<T> {
    this.#pending.delete(key);
    if (now !== undefined && deleted === undefined)
      return seen === undefined
        ? { type: "added", object: now }
        : { type: "updated", object: now, old: seen };
    if (now !== undefined)
      this.#pending.set(key, { seen: undefined, deleted: undefined, now });
    // An entry without a present state has something deleted, and then something that was seen.
    return { type: "deleted", object: deleted as T, old: seen as T };
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** Reads a queue. @param release is called once, when the reader has ended its loop or has forgotten it */
export class ChangeIterator<
  T extends KubernetesObject,
> implements AsyncIterator<InformerChange<T>, void, undefined> {
  readonly #queue: ChangeQueue<T>;
  readonly #release: () => void;

  constructor(queue: ChangeQueue<T>, release: () => void) {
    this.#queue = queue;
    this.#release = release;
    whenDropped(this, release);
  }

  async next(): Promise<IteratorResult<InformerChange<T>, void>> {
    const change = await this.#queue.shift();
    return change === undefined
      ? { done: true, value: undefined }
      : { done: false, value: change };
  }

  async return(): Promise<IteratorResult<InformerChange<T>, void>> {
    notDropped(this);
    this.#release();
    return { done: true, value: undefined };
  }
}
