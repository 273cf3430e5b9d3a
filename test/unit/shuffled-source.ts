import type {
  DocumentContent,
  DocumentEntry,
  Source,
} from "../../generator/source/source.js";
import { parseStructuredText } from "../../generator/structured-text.js";

/**
 * The same documents in another order, with their paths, operations and schemas in another order: what comes of them may not
 * change. `hashes` says what the documents would be known by.
 */
export function shuffledSource(
  source: Source,
  hashes: Readonly<Record<string, string>>,
): Source {
  return {
    ...source,
    async list(signal) {
      const entries = await source.list(signal);
      return [...entries].reverse().map((entry): DocumentEntry => ({
        ...entry,
        hash: hashes[entry.key] ?? "",
        read: async () => shuffle(await entry.read(signal), entry.label),
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
): Promise<DocumentContent> {
  const value = (
    content.kind === "text"
      ? await parseStructuredText(content.text, label)
      : content.value
  ) as Shuffled;
  const paths = Object.fromEntries(
    Object.entries(reversed(value.paths)).map(([path, item]) => [
      path,
      reversed(item),
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
              schemas: reversed(components.schemas ?? {}),
            },
          }),
    },
  };
}

function reversed<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).reverse());
}
