import { existsSync, utimesSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { hashOf } from "../content-hash.js";
import { maximumDocumentBytes } from "../limits.js";
import { writePrivately } from "./private-file.js";
import { prune } from "./prune.js";

/**
 * Documents by the hash of their content, for all projects and clusters of a user.
 *
 * What is read is held against the hash that it is asked for by, so that an entry that was cut off, changed or put there by something else is
 * none. Any number of processes may use one folder. Files are their owner's alone: what a cluster serves may be private.
 */
export class DocumentCache {
  readonly folder: string;
  readonly #maximumBytes: number;
  #problem: NodeJS.ErrnoException | undefined;
  #isGrown = false;

  /** @param maximumBytes what {@link tidy} leaves */
  constructor(folder: string, maximumBytes: number) {
    this.folder = folder;
    this.#maximumBytes = maximumBytes;
  }

  /** Why the cache could not be written to; undefined where it could. A cache that is out of order keeps nothing, and nobody from working. */
  get problem(): NodeJS.ErrnoException | undefined {
    return this.#problem;
  }

  /** The document of a hash; undefined where there is none, or another. */
  async get(hash: string): Promise<string | undefined> {
    if (!isHash(hash)) return undefined;
    const path = this.#pathOf(hash);
    try {
      const stats = await stat(path);
      if (!stats.isFile() || stats.size > maximumDocumentBytes)
        return undefined;
      const text = await readFile(path, "utf8");
      if (hashOf(text) !== hash) return undefined;
      const now = new Date();
      utimesSync(path, now, now);
      return text;
    } catch {
      return undefined;
    }
  }

  /** Whether there is an entry; it is not looked into. */
  has(hash: string): boolean {
    return isHash(hash) && existsSync(this.#pathOf(hash));
  }

  /** Keeps a document, in the place of an entry that is out of order. */
  put(hash: string, text: string): void {
    this.#attempt(() => writePrivately(this.#pathOf(hash), text));
    this.#isGrown = true;
  }

  /** Deletes what was not used for the longest time, where this run made the cache larger than it may be. */
  tidy(): void {
    if (this.#isGrown)
      this.#attempt(() => prune(this.folder, this.#maximumBytes));
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      this.#problem = error as NodeJS.ErrnoException;
    }
  }

  #pathOf(hash: string): string {
    return join(this.folder, "documents", hash.slice(0, 2), `${hash}.json`);
  }
}

function isHash(hash: string): boolean {
  return /^[0-9A-F]{128}$/.test(hash);
}
