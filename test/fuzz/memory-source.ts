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
  return textSource(
    Object.entries(documents).map(([key, document]) => [
      key,
      JSON.stringify(document),
    ]),
  );
}

/** Texts as a source, by the keys of their documents. */
export function textSource(
  texts: readonly (readonly [key: string, text: string])[],
): MemorySource {
  const hashes = Object.fromEntries(
    texts.map(([key, text]) => [
      key,
      createHash("sha512").update(text).digest("hex").toUpperCase(),
    ]),
  );
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
  return {
    hashes,
    source: {
      kind: "file",
      label: "memory",
      list: () =>
        Promise.resolve(
          texts.map(([key, text]) => ({
            key,
            label: key,
            hash: hashes[key] ?? "",
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
