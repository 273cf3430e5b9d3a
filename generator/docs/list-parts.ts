import { cut } from "./field-facts.js";
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
 * @param together what an item belongs to, where some are to be on one page
 * @param most what the items of a page may come to, in bytes, where that is not what lists have
 * @param further the address of a further page, by its number
 */
export function listParts<Item>(
  address: string,
  items: readonly Item[],
  nameOf: (item: Item) => string,
  weigh: (item: Item) => number,
  {
    together,
    most,
    further = (number) => `${address}-${String(number)}`,
  }: {
    readonly together?: (item: Item) => string;
    readonly most?: number;
    readonly further?: (number: number) => string;
  } = {},
): readonly ListPart<Item>[] {
  const pieces = piecesOfList(items, weigh, together, most);
  const pages = pieces.map((piece, i) => {
    const [first, last] = [piece[0], piece.at(-1)];
    return {
      text:
        first === undefined || last === undefined
          ? ""
          : rangeOf(nameOf(first), nameOf(last)),
      to: { page: i === 0 ? address : further(i + 1) },
    };
  });
  return pieces.map((piece, i) => ({
    address: pages[i]?.to.page ?? address,
    items: piece,
    suffix:
      pages.length === 1
        ? ""
        : ` (${String(i + 1)} of ${String(pages.length)})`,
    parts: pages.length === 1 ? [] : near(pages, i),
  }));
}

function rangeOf(first: string, last: string): string {
  return first === last
    ? shortName(first)
    : `${shortName(first)} … ${shortName(last)}`;
}

/** A name where many stand together: one that is very long would be most of the page. */
export function shortName(name: string): string {
  return cut(name, mostOfName);
}

const mostOfName = 60;

/** Of very many pages, those around one, the first and the last: all of them would be most of each. */
function near(pages: readonly Link[], at: number): readonly Link[] {
  return pages.filter(
    (_, i) =>
      pages.length <= mostPages ||
      i === 0 ||
      i === pages.length - 1 ||
      Math.abs(i - at) <= mostPages / 2,
  );
}

const mostPages = 60;

/** What a link comes to in a list, in bytes, with the marks around it. */
export function linkBytes({ text, to }: Link): number {
  const anchor = to.anchor ?? "";
  return 60 + bytesOf(text) + bytesOf(to.page) + bytesOf(anchor);
}
