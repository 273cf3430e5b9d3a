import type {
  Area,
  Neighbour,
  NeighbourList,
  Neighbours,
} from "../../pictures/pictures-model.js";
import { markup, type Html } from "../html.js";
import type { Links } from "../links.js";
import { neighbourWords } from "../../pictures/words.js";
import { neighbourItems } from "./neighbour-items.js";
import { arrow, at, box, boxLink, figure, legend, line } from "./svg.js";

/** The kinds around a resource's: a picture, and the same as lists, with the fields. */
export function neighboursSection(
  neighbours: Neighbours | undefined,
  links: Links,
): Html | undefined {
  if (neighbours === undefined) return undefined;
  const { refersTo, referredToBy } = neighbours;
  return markup`<h2 id="related">Related kinds</h2>
${picture(neighbours, links)}<div class="sides">${side("Referred to by", referredToBy, links)}${side("Refers to", refersTo, links)}</div>
`;
}

function side(
  title: string,
  list: NeighbourList,
  links: Links,
): Html | undefined {
  return list.shown.length === 0
    ? undefined
    : markup`<section><h3>${title}</h3>${neighbourItems(list, links)}</section>`;
}

/** How many kinds there are on a side of the picture; the lists have more. */
const mostBoxes = 12;

const boxWidth = 210;
const boxHeight = 40;
const gap = 10;
const between = 110;
const margin = 8;

function picture(neighbours: Neighbours, links: Links): Html {
  const { kind, apiVersion, refersTo, referredToBy } = neighbours;
  const left = column(referredToBy);
  const right = column(refersTo);
  const rows = Math.max(left.length, right.length, 1);
  const height = rows * (boxHeight + gap) - gap + 2 * margin;
  const ownX = margin + (left.length === 0 ? 0 : boxWidth + between);
  const rightX = ownX + boxWidth + between;
  const width =
    (right.length === 0 ? ownX + boxWidth : rightX + boxWidth) + margin;
  const own = area(ownX, 0, 1, height);
  const placed = [
    ...left.map((cell, i) => ({
      ...cell,
      area: area(margin, i, left.length, height),
      isLeft: true,
    })),
    ...right.map((cell, i) => ({
      ...cell,
      area: area(rightX, i, right.length, height),
      isLeft: false,
    })),
  ];
  return figure({
    width,
    height,
    title: `${kind} and the kinds around it`,
    about:
      `${summary("Refers to", refersTo)} ${summary("Referred to by", referredToBy)} The lists that follow say by which fields.`.trim(),
    shapes: markup`${arrow}${placed.map((cell) => connecting(cell, own))}${box(own, kind, apiVersion, "own")}${placed.map(({ area: place, name, below, neighbour }) => box(place, name, below, neighbour === undefined ? "rest" : ""))}`,
    links: placed.flatMap(({ area: place, neighbour }) =>
      neighbour === undefined
        ? []
        : boxLink(
            place,
            links.href(neighbour.link.to),
            neighbourWords(neighbour),
          ),
    ),
    caption: legend,
  });
}

/** A box on a side; without a neighbour where it says how many more there are. */
interface Cell {
  readonly name: string;
  readonly below: string;
  readonly neighbour: Neighbour | undefined;
}

function column({ shown, more }: NeighbourList): readonly Cell[] {
  const all = shown.length + more;
  const fits = all <= mostBoxes + 1 && more === 0;
  const boxes = fits ? shown : shown.slice(0, mostBoxes);
  const cells = boxes.map((neighbour) => ({
    name: neighbour.link.text,
    below: neighbour.apiVersion,
    neighbour,
  }));
  const rest = all - cells.length;
  return rest === 0
    ? cells
    : [
        ...cells,
        { name: `${String(rest)} more`, below: "", neighbour: undefined },
      ];
}

/** The place of a box among those of its column, which is in the middle of the picture. */
function area(x: number, index: number, count: number, height: number): Area {
  const top = (height - count * (boxHeight + gap) + gap) / 2;
  return {
    x,
    y: top + index * (boxHeight + gap),
    width: boxWidth,
    height: boxHeight,
  };
}

function connecting(
  {
    area: place,
    isLeft,
    neighbour,
  }: Cell & { readonly area: Area; readonly isLeft: boolean },
  own: Area,
): Html | undefined {
  if (neighbour === undefined) return undefined;
  const [from, to] = isLeft ? [place, own] : [own, place];
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x - 1, y: to.y + to.height / 2 };
  const middle = (start.x + end.x) / 2;
  const path = `M${at(start)}C${at({ ...start, x: middle })} ${at({ ...end, x: middle })} ${at(end)}`;
  const [way] = neighbour.ways;
  return way && line(way.manner, path);
}

function summary(title: string, { shown, more }: NeighbourList): string {
  const names = shown.map(({ link }) => link.text);
  return names.length === 0
    ? ""
    : `${title}: ${names.join(", ")}${more === 0 ? "" : ` and ${String(more)} more`}.`;
}
