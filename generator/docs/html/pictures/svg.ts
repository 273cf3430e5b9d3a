import { cut } from "../../field-facts.js";
import {
  fitted,
  letterWidth,
  smallLetterWidth,
} from "../../pictures/letters.js";
import type { Manner } from "../../pictures/known-references.js";
import type { Area, Point } from "../../pictures/pictures-model.js";
import { markup, type Html } from "../html.js";

/** A picture, and what is said of it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What it shows, in a few words, and in a sentence. */
  readonly title: string;
  readonly about: string;
  readonly shapes: Html;
  /** What can be clicked, over the shapes. */
  readonly links: readonly Html[];
  /** Below it. */
  readonly caption: Html;
}

/**
 * A picture in a box of its own, in which it can be moved where there is no room for it.
 *
 * It is an image to who cannot see it, so that it has no links: these lie over it, for who points at it. All that it says stands in a
 * list beside it.
 */
export function figure(picture: Picture): Html {
  const { width, height, title, about, shapes, links, caption } = picture;
  const view = markup`viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  return markup`<figure class="picture${width > mostBesideNavigation ? " large" : ""}"><div class="wide" tabindex="0" role="group" aria-label="Picture: ${title}"><div class="layers">
<svg ${view} role="img" aria-labelledby="-picture-title -picture-about"><title id="-picture-title">${title}</title><desc id="-picture-about">${about}</desc>
${shapes}</svg>
<svg ${view} class="links" aria-hidden="true">${links}</svg></div></div>
<figcaption>${caption}</figcaption></figure>
`;
}

/** Wider pictures take all of the window. */
const mostBesideNavigation = 1100;

/** A box with a name, and with words below it in small letters. */
export function box(
  { x, y, width, height }: Area,
  name: string,
  below: string,
  kind = "",
): Html {
  const middle = x + width / 2;
  return markup`<g class="box ${kind}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/><text class="name" x="${middle}" y="${round(y + height / 2 - 3)}">${fitted(name, width - 12, letterWidth)}</text><text class="below" x="${middle}" y="${round(y + height / 2 + 12)}">${fitted(below, width - 12, smallLetterWidth)}</text></g>
`;
}

/** What can be clicked where a box is, and what is said there. */
export function boxLink(
  { x, y, width, height }: Area,
  href: string,
  says: string,
): Html {
  return markup`<a href="${href}" tabindex="-1"><title>${cut(says, mostSaid)}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/></a>
`;
}

/** How much of what a box says is shown beside the pointer, in characters: the list beside the picture has all of it. */
const mostSaid = 150;

/** A line with an arrow at its end, by the commands of its path. */
export function line(manner: Manner, path: string): Html {
  return markup`<path class="line ${manner}" d="${path}" marker-end="url(#-arrow)"/>
`;
}

/** What lines end with. */
export const arrow: Html = markup`<defs><marker id="-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="arrow" d="M0 0.5 8 4 0 7.5z"/></marker></defs>
`;

/** A smooth line through points: each but the first and the last is only nearly met. */
export function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) return "";
  const curves = rest.map((point, i) => {
    const next = rest[i + 1] ?? last;
    const end =
      next === last
        ? last
        : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(first)}${curves.length === 0 ? `L${at(last)}` : curves.join("")}`;
}

/** A place in a path. */
export function at({ x, y }: Point): string {
  return `${String(round(x))} ${String(round(y))}`;
}

/** Parts of a pixel that nobody sees take bytes. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What the lines of a picture mean. */
export const legend: Html = markup`${sample("makes")} has a template of it ${sample("names")} names it ${sample("selects")} selects it by labels`;

function sample(manner: Manner): Html {
  return markup`<svg class="sample" viewBox="0 0 32 10" width="32" height="10" aria-hidden="true"><path class="line ${manner}" d="M1 5H31"/></svg>`;
}
