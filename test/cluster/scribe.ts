import { setTimeout as sleep } from "node:timers/promises";

import type {
  ConfigMapResource,
  PersistedConfigMap,
} from "../../output/core/v1/index.js";
import { Dice } from "../unit/dice.js";

/** Creates, changes and deletes objects by chance until it is stopped, and remembers what it knows to be there. */
export class Scribe {
  readonly dice: Dice;
  /** The version of each object that is certainly there, by its uid. */
  readonly known: Map<string, string> = new Map();
  /** How many writes were answered well. */
  written = 0;
  readonly #configMaps: ConfigMapResource;
  readonly #names: readonly string[];
  readonly #uids: Map<string, string> = new Map();
  #stopped = false;
  #writing: Promise<void> | undefined;

  /** @param count how many objects there are at most; another seed has others */
  constructor(configMaps: ConfigMapResource, seed: number, count: number) {
    this.dice = new Dice(seed);
    this.#configMaps = configMaps;
    this.#names = Array.from({ length: count }, (_, i) => `s${seed}-${i}`);
  }

  start(): this {
    this.#writing = this.#write();
    return this;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (!this.#stopped) {
      const name = this.dice.pick(this.#names);
      const uid = this.#uids.get(name);
      try {
        await this.#change(name, uid);
        this.written += 1;
      } catch {
        // It may have been done, and it is not known.
        if (uid !== undefined) this.known.delete(uid);
        await sleep(50);
      }
    }
  }

  async #change(name: string, uid: string | undefined): Promise<void> {
    const data = { value: String(this.dice.below(1_000_000)) };
    if (uid === undefined) {
      // Who does not know whether it is there, patches what is.
      const created = await this.#configMaps
        .create({ metadata: { name }, data })
        .catch(() => this.#configMaps.patch(name, { data }));
      this.#remember(created);
    } else if (this.dice.chance(0.3)) {
      this.#uids.delete(name);
      await this.#configMaps.delete(name);
      this.known.delete(uid);
    } else {
      this.#remember(await this.#configMaps.patch(name, { data }));
    }
  }

  #remember({ metadata }: PersistedConfigMap): void {
    this.#uids.set(metadata.name, metadata.uid);
    this.known.set(metadata.uid, metadata.resourceVersion);
  }
}
