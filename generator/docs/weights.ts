/** What a page may come to, in bytes, beside what stands on each: the way to others, and what is said of the whole. */
export const mostBytes = 160_000;

/** What a text comes to in HTML or in Markdown, from above: some characters take several bytes there, and marks of lists and paragraphs come to it. */
export function bytesOf(text: string): number {
  const escaped = text.match(/[&<>"'`\n{}:*_[\]\\|~]/g)?.length ?? 0;
  return Buffer.byteLength(text) + 8 * escaped;
}

/**
 * Parts a list in as few pieces as it has room in, in its order.
 *
 * @param weigh what an item comes to, in bytes; one that is too large by itself is a piece by itself
 * @returns at least one piece
 */
export function piecesOfList<Item>(
  items: readonly Item[],
  weigh: (item: Item) => number,
): readonly (readonly Item[])[] {
  const pieces: Item[][] = [[]];
  let room = mostBytes;
  for (const item of items) {
    const bytes = weigh(item);
    if (bytes > room && pieces.at(-1)?.length !== 0) {
      pieces.push([]);
      room = mostBytes;
    }
    room -= bytes;
    pieces.at(-1)?.push(item);
  }
  return pieces;
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
