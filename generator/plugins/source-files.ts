import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { SourceSpec } from "../source/open.js";
import { isPath } from "../source/source-spec.js";
import type { Output } from "./output.js";

/** What to watch, as absolute paths. */
export interface WatchedPaths {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** The files that a client is made from, as far as its sources are files: what to watch, and whether something of them changed. */
export class SourceFiles {
  readonly #specs: readonly SourceSpec[];
  readonly #out: string;

  constructor({ from, out }: Output) {
    this.#specs = from.filter(isPath).map((spec) => resolve(spec));
    this.#out = resolve(out);
  }

  /** Whether a file is one of them. What is in the output never is. */
  includes(path: string): boolean {
    return (
      this.#specs.some((spec) => holds(spec, path)) && !holds(this.#out, path)
    );
  }

  /**
   * The files and folders to watch. A folder that the output, or the program itself, is in as well is not among them, only
   * its files are: it changes with each build.
   */
  async watched(): Promise<WatchedPaths> {
    const files: string[] = [];
    const folders: string[] = [];
    for (const spec of this.#specs) {
      const found = await this.#filesOf(spec);
      if (found === undefined) files.push(spec);
      else {
        files.push(...found);
        if (!holds(spec, this.#out) && !holds(spec, process.cwd()))
          folders.push(spec);
      }
    }
    return { files, folders };
  }

  /** A text that is another one after a file was changed, made or deleted. */
  async stamp(): Promise<string> {
    const parts: string[] = [];
    for (const spec of this.#specs)
      for (const file of (await this.#filesOf(spec)) ?? [spec])
        parts.push(`${file} ${await stampOf(file)}`);
    return parts.join("\n");
  }

  /** The files of a folder that are read, sorted; undefined where it is none. A folder of CRDs is read without those below it. */
  async #filesOf(spec: string): Promise<readonly string[] | undefined> {
    try {
      const recursive = existsSync(join(spec, "index.json"));
      const names = await readdir(spec, { recursive });
      return names
        .map((name) => join(spec, name))
        .filter((path) => this.includes(path))
        .sort();
    } catch {
      return undefined;
    }
  }
}

async function stampOf(file: string): Promise<string> {
  try {
    const stats = await stat(file);
    // The time of a folder says what is in it, and that is asked of its files.
    return stats.isFile() ? `${stats.mtimeMs} ${stats.size}` : "no file";
  } catch {
    return "absent";
  }
}

function holds(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way.split(sep)[0] !== ".." && resolve(path) !== way);
}
