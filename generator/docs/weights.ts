/** What a page may come to, in bytes, beside what stands on each: the way to others, and what is said of the whole. */
export const mostBytes = 160_000;

/**
 * What a text comes to in HTML or in Markdown, from above: some characters take several bytes there, marks of lists and paragraphs come to
 * it, and an address stands in a link twice.
 */
export function bytesOf(text: string): number {
  const marks = text.match(/[&<>"'`\n{}:*_[\]\\|~]/g)?.length ?? 0;
  const braces = text.match(/\{/g)?.length ?? 0;
  // In a block of code Markdown writes most characters as their numbers.
  const inCode = text.includes("```")
    ? (text.match(/[^\w ,.;/]/g)?.length ?? 0)
    : 0;
  const addresses = text.includes("://")
    ? (text.match(/https?:\/\/[^\s<>"'`()[\]{}|\\^]+/gi) ?? [])
    : [];
  return (
    Buffer.byteLength(text) +
    8 * Math.max(marks, inCode) +
    3 * braces +
    addresses.reduce((sum, one) => sum + 60 + 3 * Buffer.byteLength(one), 0)
  );
}

/** What code comes to, from above: strings, numbers, names of types and the language's own words are marked by themselves. */
export function codeBytes(code: string): number {
  const marked =
    code.match(
      /"[^"\n]*"|\b(?:[A-Z\d]\w*|await|const|export|extends|for|from|if|import|interface|new|of|type)\b|\b\w+(?=:)/g,
    )?.length ?? 0;
  return bytesOf(code) + 32 * marked;
}

/**
 * Parts a list in as few pieces as it has room in, in its order.
 *
 * @param weigh what an item comes to, in bytes; one that is too large by itself is a piece by itself
 * @param together what an item belongs to: those that follow each other and belong together are in one piece, where one has room for them
 * @param most what a piece may come to, in bytes
 * @returns at least one piece
 */
export function piecesOfList<Item>(
  items: readonly Item[],
  weigh: (item: Item) => number,
  together?: (item: Item) => string,
  most: number = mostBytes,
): readonly (readonly Item[])[] {
  const pieces: Item[][] = [[]];
  let room = most;
  const take = (run: readonly Item[]): void => {
    const all = run.reduce((sum, item) => sum + weigh(item), 0);
    if (all > room && all <= most) begin();
    for (const item of run) {
      const bytes = weigh(item);
      if (bytes > room) begin();
      room -= bytes;
      pieces.at(-1)?.push(item);
    }
  };
  const begin = (): void => {
    room = most;
    if (pieces.at(-1)?.length !== 0) pieces.push([]);
  };
  for (const run of runsOf(items, together)) take(run);
  return pieces;
}

/** Items that follow each other and belong together; each by itself where nothing belongs together. */
function runsOf<Item>(
  items: readonly Item[],
  together: ((item: Item) => string) | undefined,
): readonly (readonly Item[])[] {
  if (together === undefined) return items.map((item) => [item]);
  const runs: Item[][] = [];
  let last: string | undefined;
  for (const item of items) {
    const of = together(item);
    if (of !== last) runs.push([]);
    last = of;
    runs.at(-1)?.push(item);
  }
  return runs;
}

/** The beginning of a list, as far as there is room for it: an item at least. */
export function beginning<Item>(
  items: readonly Item[],
  weigh: (item: Item) => number,
  room: number,
): readonly Item[] {
  let left = room;
  const end = items.findIndex((item) => {
    left -= weigh(item);
    return left < 0;
  });
  return end < 0 ? items : items.slice(0, Math.max(1, end));
}
