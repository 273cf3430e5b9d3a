import type {
  KindBox,
  KindsPage,
  KindsPicture,
} from "../../pictures/pictures-model.js";
import { kindsIntroduction } from "../../pictures/words.js";
import { markup, type Html } from "../html.js";
import type { Links } from "../links.js";
import { partLinks } from "../part-links.js";
import { neighbourItems } from "./neighbour-items.js";
import { arrow, box, boxLink, figure, legend, line, smooth } from "./svg.js";

/** The content of a page of what refers to what. */
export function kindsBody(page: KindsPage, links: Links): Html {
  const { title, picture, sections } = page;
  return markup`<h1>${title}</h1>
<p>${kindsIntroduction}</p>
${partLinks(page, links)}${sections.length === 0 ? markup`<p>No kind refers to another.</p>` : undefined}${
    picture && kindsFigure(picture, "Kinds that are connected most", links)
  }${sections.map(
    ({ title: group, kinds }) => markup`<section><h2>${group}</h2>
${kinds.map(({ link, refersTo }) => markup`<section class="kind"><h3>${links.to(link)}</h3>${neighbourItems(refersTo, links)}</section>\n`)}</section>
`,
  )}${partLinks(page, links)}`;
}

/** Kinds and the lines between them. */
export function kindsFigure(
  { width, height, boxes, lines, left }: KindsPicture,
  title: string,
  links: Links,
): Html {
  const tones = tonesOf(boxes);
  return figure({
    width,
    height,
    title,
    about: `${String(boxes.length)} kinds, each left of what it refers to as far as that goes, and ${String(lines.length)} lines between them. The lists say the same, with the fields.`,
    shapes: markup`${arrow}${lines.map(({ manner, points }) => line(manner, smooth(points)))}${boxes.map((one) => box(one, one.name, one.apiVersion, one.isOwn ? "own" : (tones.get(one.group) ?? "")))}`,
    links: boxes.map((one) =>
      boxLink(one, links.href(one.to), `${one.name}, ${one.apiVersion}`),
    ),
    caption: markup`${legend}${left === 0 ? undefined : markup`. ${left} more kinds are connected: the lists have them`}.`,
  });
}

/** Groups with the most boxes are told apart by colours as well; what a box is of stands in it. */
function tonesOf(boxes: readonly KindBox[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { group } of boxes)
    counts.set(group, (counts.get(group) ?? 0) + 1);
  return new Map(
    [...counts]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, tones)
      .map(([group], i) => [group, `tone-${String(i + 1)}`]),
  );
}

const tones = 7;
