import { createHash } from "node:crypto";
import type { Source } from "../../generator/source/source.js";
import type { Documents } from "./documents.js";

/** A source that is in memory, and the hashes that its index has. */
export interface MemorySource {
  readonly source: Source;
  readonly hashes: Readonly<Record<string, string>>;
}

/** Documents as a source. */
export function memorySource(documents: Documents): MemorySource {
  return sourceOf(
    Object.entries(documents).map(([key, document]) => {
      const known = written.get(document) ?? hashed(JSON.stringify(document));
      written.set(document, known);
      return [key, known];
    }),
  );
}

/** Texts as a source, by the keys of their documents. */
export function textSource(
  texts: readonly (readonly [key: string, text: string])[],
): MemorySource {
  return sourceOf(texts.map(([key, text]) => [key, hashed(text)]));
}

interface Written {
  readonly text: string;
  readonly hash: string;
}

/** What documents are as text: most are in hundreds of sources. */
const written = new WeakMap<Documents[string], Written>();

function hashed(text: string): Written {
  const hash = createHash("sha512").update(text).digest("hex").toUpperCase();
  return { text, hash };
}

function sourceOf(
  texts: readonly (readonly [key: string, written: Written])[],
): MemorySource {
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
  return {
    hashes: Object.fromEntries(texts.map(([key, { hash }]) => [key, hash])),
    source: {
      kind: "file",
      label: "memory",
      list: () =>
        Promise.resolve(
          texts.map(([key, { text, hash }]) => ({
            key,
            label: key,
            hash,
            read: () => Promise.resolve({ kind: "text" as const, text }),
          })),
        ),
      version: nothing,
      discovery: nothing,
      openapiV2: nothing,
      close: nothing,
    },
  };
}
