import { createHash } from "node:crypto";
import type { Source } from "../../generator/source/source.js";
import type { Documents } from "./documents.js";

/** Documents as a source, and the hashes that their index has. */
export function memorySource(documents: Documents): {
  readonly source: Source;
  readonly hashes: Readonly<Record<string, string>>;
} {
  const texts = Object.entries(documents).map(
    ([key, document]) => [key, JSON.stringify(document)] as const,
  );
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
