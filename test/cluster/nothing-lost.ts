import { expect, vi } from "vitest";

import type {
  Informer,
  InformerChange,
} from "../../templates/runtime/informer.js";
import type {
  KubernetesObject,
  WatchEvent,
} from "../../templates/runtime/types.js";

/**
 * What one reader was told, and what of it must not be: "nothing lost" is that it ends with the state of a fresh list, that each
 * object that was known and is gone had one end, and that no version goes backwards.
 */
class Account<T extends KubernetesObject> {
  /** Everything that was told and cannot be true. */
  readonly wrong: string[] = [];
  /** How many events or changes came. */
  told = 0;
  /** How often everything was told anew. */
  syncs = 0;
  readonly #state: Map<string, T> = new Map();
  readonly #versions: Map<string, bigint> = new Map();
  readonly #ended: Set<string> = new Set();

  /** The versions of what is there, by name: `default/a@17`. */
  get state(): string[] {
    return versionsOf(this.#state.values());
  }

  /** An event of a watch. */
  event(event: WatchEvent<T>): void {
    this.told += 1;
    if (event.type !== "SYNC") {
      this.#change(event.type, event.object);
      return;
    }
    this.syncs += 1;
    const gone = new Map(this.#state);
    this.#state.clear();
    for (const object of event.objects) {
      const key = keyOf(object);
      const before = gone.get(key);
      if (before?.metadata?.uid === object.metadata?.uid) gone.delete(key);
      this.#take("SYNC", object, false);
      this.#state.set(key, object);
    }
    for (const object of gone.values()) this.#end(object);
  }

  /** A change that an informer tells. */
  change(change: InformerChange<T>): void {
    this.told += 1;
    const types = { added: "ADDED", updated: "MODIFIED", deleted: "DELETED" };
    const before = this.#state.get(keyOf(change.object));
    if (change.type !== "added" && change.old !== before)
      this.wrong.push(`${change.type} from what was not: ${say(change.old)}`);
    this.#change(types[change.type], change.object);
  }

  #change(type: string, object: T): void {
    const key = keyOf(object);
    const known = this.#state.get(key);
    if ((known === undefined) !== (type === "ADDED"))
      this.wrong.push(
        `${type} ${say(object)}, where there is ${known && say(known)}`,
      );
    if (known !== undefined && known.metadata?.uid !== object.metadata?.uid)
      this.wrong.push(`${type} ${say(object)} of another than ${say(known)}`);
    this.#take(type, object, type === "MODIFIED");
    if (type === "DELETED") {
      this.#state.delete(key);
      this.#end(object);
    } else this.#state.set(key, object);
  }

  #take(type: string, object: T, isNewer: boolean): void {
    const { uid = "", resourceVersion = "" } = object.metadata ?? {};
    const version = BigInt(resourceVersion);
    const last = this.#versions.get(uid);
    if (last !== undefined && (version < last || (isNewer && version === last)))
      this.wrong.push(`${type} ${say(object)} behind version ${last}`);
    if (this.#ended.has(uid))
      this.wrong.push(`${type} ${say(object)} behind its end`);
    this.#versions.set(uid, version);
  }

  #end(object: T): void {
    this.#ended.add(object.metadata?.uid ?? "");
  }
}

/** Reads a watch to its end into an account; `failure` is what ended it. */
export class WatchAccount<T extends KubernetesObject> extends Account<T> {
  failure: unknown;

  /** @param pause what the reader does behind each event */
  constructor(
    watch: AsyncIterable<WatchEvent<T>>,
    pause?: () => Promise<void> | undefined,
  ) {
    super();
    void this.#read(watch, pause).catch((error: unknown) => {
      this.failure = error;
    });
  }

  async #read(
    watch: AsyncIterable<WatchEvent<T>>,
    pause: (() => Promise<void> | undefined) | undefined,
  ): Promise<void> {
    for await (const event of watch) {
      this.event(event);
      await pause?.();
    }
  }
}

/** Keeps the account of what an informer tells its handlers. */
export class InformerAccount<T extends KubernetesObject> extends Account<T> {
  readonly informer: Informer<T>;

  constructor(informer: Informer<T>) {
    super();
    this.informer = informer;
    informer.on("added", (object) => this.change({ type: "added", object }));
    informer.on("updated", (object, old) =>
      this.change({ type: "updated", object, old }),
    );
    informer.on("deleted", (object, old) =>
      this.change({ type: "deleted", object, old }),
    );
  }
}

/** Nothing is lost: each reader comes to what a fresh list says, and was told nothing wrong on its way. */
export async function expectNothingLost<T extends KubernetesObject>(
  readers: readonly (InformerAccount<T> | WatchAccount<T>)[],
  list: () => Promise<{ readonly items: readonly T[] }>,
): Promise<void> {
  const fresh = versionsOf((await list()).items);
  await vi.waitFor(
    () => {
      for (const reader of readers) {
        if (reader instanceof WatchAccount)
          expect(reader.failure).toBeUndefined();
        expect(reader.state).toEqual(fresh);
      }
    },
    { timeout: 90_000 },
  );
  for (const reader of readers) {
    expect(reader.wrong).toEqual([]);
    if (reader instanceof InformerAccount)
      expect(versionsOf(reader.informer.store)).toEqual(fresh);
  }
}

function versionsOf(objects: Iterable<KubernetesObject>): string[] {
  return Array.from(objects, say).sort();
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}

function say(object: KubernetesObject): string {
  return `${keyOf(object)}@${object.metadata?.resourceVersion}`;
}
