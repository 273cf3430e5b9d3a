import type { Link } from "./page-model.js";
import { bytesOf, piecesOfList } from "./weights.js";

/** One of the pages of a long list. */
export interface ListPart<Item> {
  readonly address: string;
  readonly items: readonly Item[];
  /** What tells its title from those of the others: ` (2 of 3)`, or nothing. */
  readonly suffix: string;
  /** As `ListHead` has them. */
  readonly parts: readonly Link[];
}

/**
 * Parts what is listed into pages: the first has the address of the list, each further one that and a number.
 *
 * @param nameOf what a reader knows an item by
 * @param weigh what an item comes to, in bytes
 */
export function listParts<Item>(
  address: string,
  items: readonly Item[],
  nameOf: (item: Item) => string,
  weigh: (item: Item) => number,
): readonly ListPart<Item>[] {
  const pieces = piecesOfList(items, weigh);
  const pages = pieces.map((piece, i) => {
    const [first, last] = [piece[0], piece.at(-1)];
    return {
      text:
        first === undefined || last === undefined
          ? ""
          : `${nameOf(first)} … ${nameOf(last)}`,
      to: { page: i === 0 ? address : `${address}-${String(i + 1)}` },
    };
  });
  return pieces.map((piece, i) => ({
    address: pages[i]?.to.page ?? address,
    items: piece,
    suffix:
      pages.length === 1
        ? ""
        : ` (${String(i + 1)} of ${String(pages.length)})`,
    parts: pages.length === 1 ? [] : pages,
  }));
}

/** What a link comes to in a list, in bytes, with the marks around it. */
export function linkBytes({ text, to }: Link): number {
  const anchor = to.anchor ?? "";
  return 60 + bytesOf(text) + bytesOf(to.page) + bytesOf(anchor);
}
