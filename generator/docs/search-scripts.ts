import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import MiniSearch from "minisearch";
import type { OutputFile } from "../emit/emission.js";
import { assetsFolder } from "./addresses.js";

/** What a search shows: its name, what it is, its page, for a resource or a type the number of the type, or else -1, and where on the page it is. */
export type Entry = readonly [
  title: string,
  about: string,
  page: string,
  type: number,
  aliases: readonly string[],
  anchor?: string,
];

/** What a search looks through. */
export interface Searched {
  readonly entries: readonly Entry[];
  /** Of fields: what begins so is found wherever a type has such a field. */
  readonly names: readonly string[];
  /** As `templates/site/search.js` walks through them. */
  readonly types: readonly unknown[];
}

/** What the site's script reads the index with as well: `templates/site/search.js` has the same. */
const options = { fields: ["title", "words"] };

/**
 * The library that answers, and the index, which is a script since a page on a disk may load nothing else.
 *
 * @param wordsOfEntry what an entry is found by beside its title
 */
export function searchScripts(
  { entries, names, types }: Searched,
  wordsOfEntry: (entry: Entry, i: number) => string,
): readonly OutputFile[] {
  const index = new MiniSearch<{ id: number; title: string; words: string }>(
    options,
  );
  index.addAll([
    ...entries.map((entry, id) => ({
      id,
      title: entry[0],
      words: wordsOfEntry(entry, id),
    })),
    ...names.map((name, i) => ({
      id: entries.length + i,
      title: name,
      words: wordsOf(name),
    })),
  ]);
  const content = JSON.stringify({ entries, names, types, index });
  return [
    { path: `${assetsFolder}/minisearch.js`, text: libraryText() },
    {
      path: `${assetsFolder}/search-index.js`,
      text: `globalThis.kubewrightSearch = ${content};\n`,
    },
  ];
}

/** `PodDisruptionBudget` is found by each of its words. */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
}

/** MiniSearch as a plain script, which its package has beside its modules. */
function libraryText(): string {
  const main = createRequire(import.meta.url).resolve("minisearch");
  const text = readFileSync(
    join(dirname(main), "..", "umd", "index.js"),
    "utf8",
  );
  // The map is not there, and a browser's tools would ask for it.
  return text.replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
}
