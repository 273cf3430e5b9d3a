import type {
  DocumentContent,
  DocumentEntry,
  Source,
} from "../../generator/source/source.js";
import { parseStructuredText } from "../../generator/structured-text.js";

/** Puts things in another order. */
export type Reorder = <T>(items: readonly T[]) => T[];

/**
 * The same documents in another order, with their paths, operations and schemas in another order: what comes of them may not
 * change. `hashes` says what the documents would be known by; unless told, all orders are reversed.
 */
export function shuffledSource(
  source: Source,
  hashes: Readonly<Record<string, string>>,
  reorder: Reorder = (items) => [...items].reverse(),
): Source {
  return {
    ...source,
    async list(signal) {
      const entries = await source.list(signal);
      return reorder(entries).map((entry): DocumentEntry => ({
        ...entry,
        hash: hashes[entry.key] ?? "",
        read: async () =>
          shuffle(await entry.read(signal), entry.label, reorder),
      }));
    },
  };
}

interface Shuffled {
  paths: Record<string, Record<string, unknown>>;
  components?: { schemas?: Record<string, unknown> };
}

async function shuffle(
  content: DocumentContent,
  label: string,
  reorder: Reorder,
): Promise<DocumentContent> {
  const value = (
    content.kind === "text"
      ? await parseStructuredText(content.text, label)
      : content.value
  ) as Shuffled;
  const reordered = <T>(record: Record<string, T>): Record<string, T> =>
    Object.fromEntries(reorder(Object.entries(record)));
  const paths = Object.fromEntries(
    Object.entries(reordered(value.paths)).map(([path, item]) => [
      path,
      reordered(item),
    ]),
  );
  const { components } = value;
  return {
    kind: "value",
    value: {
      ...value,
      paths,
      ...(components === undefined
        ? {}
        : {
            components: {
              ...components,
              schemas: reordered(components.schemas ?? {}),
            },
          }),
    },
  };
}
