import type { CST, Pair } from "yaml";

/** One item of a collection as it is written: what stands before it, and itself. */
export type ItemToken = CST.CollectionItem;

/** The items of a list or a map as they are written. */
export function itemTokens(collection: {
  readonly srcToken?: CST.Token | undefined;
}): readonly ItemToken[] {
  const token = collection.srcToken;
  return token !== undefined && "items" in token ? token.items : [];
}

/** Where the content of something written ends: what comes after it are blanks and comments. */
export function contentEnd(written: unknown): number {
  if (Array.isArray(written))
    return Math.max(0, ...written.map((part) => contentEnd(part)));
  if (typeof written !== "object" || written === null) return 0;
  const { type, offset, source, ...parts } = written as Readonly<
    Record<string, unknown>
  >;
  const inner = contentEnd(Object.values(parts));
  if (typeof offset !== "number" || typeof source !== "string") return inner;
  if (isBlank.has(type)) return 0;
  // The text of a block scalar begins where its header ends, and is said to begin where that does.
  const start = type === "block-scalar" ? Math.max(offset, inner) : offset;
  return Math.max(inner, start + source.trimEnd().length);
}

const isBlank: ReadonlySet<unknown> = new Set(["space", "comment", "newline"]);

/** Where the value of a field may begin: right after its colon. */
export function afterColon({ srcToken }: Pair): number | undefined {
  const colon = srcToken?.sep?.find(({ type }) => type === "map-value-ind");
  return colon && colon.offset + 1;
}
