import type {
  Area,
  GroupSize,
  SizesPage,
  SizesPicture,
} from "../../pictures/pictures-model.js";
import { letterWidth } from "../../pictures/letters.js";
import { sizesIntroduction } from "../../pictures/words.js";
import { stabilityBadge } from "../badges.js";
import { markup, type Html } from "../html.js";
import type { Links } from "../links.js";
import { partLinks } from "../part-links.js";
import { boxLink, figure } from "./svg.js";

/** The content of a page of how large groups are. */
export function sizesBody(page: SizesPage, links: Links): Html {
  const { title, picture, sizes } = page;
  return markup`<h1>${title}</h1>
<p>${sizesIntroduction}</p>
${partLinks(page, links)}${picture && sizesFigure(picture, links)}<div class="wide" tabindex="0" role="group" aria-label="Sizes"><table class="numbers"><thead><tr><th scope="col">Group and version</th><th scope="col">Resources</th><th scope="col">Types</th><th scope="col">Fields</th></tr></thead><tbody>${sizes.map(
    ({ link, stability, resources, types, fields }) =>
      markup`<tr><td>${links.to(link)}${stabilityBadge(stability)}</td><td>${resources}</td><td>${types}</td><td>${fields}</td></tr>
`,
  )}</tbody></table></div>${partLinks(page, links)}`;
}

function sizesFigure(
  { width, height, boxes, left }: SizesPicture,
  links: Links,
): Html {
  return figure({
    width,
    height,
    title: "Sizes of groups",
    about:
      "A box for each group and version: the more fields its types have, the larger it is. The table has the numbers.",
    shapes: markup`${boxes.map(sizeBox)}`,
    links: boxes.map((one) => boxLink(one, links.href(one.link.to), says(one))),
    caption: markup`The more fields, the larger; beta and alpha versions have colours of their own.${left === 0 ? undefined : markup` ${left} smaller ones are in the table alone.`}`,
  });
}

/** The name and the number, where there is room for them: of the name what fits. */
function sizeBox(one: GroupSize & Area): Html {
  const { x, y, width, height, link, fields, stability } = one;
  const [group = "", version = ""] = link.text.split("/");
  const short = group.replace(/\..*/, "");
  const name = [link.text, `${short}/${version}`, short].find(
    (text) => width >= text.length * letterWidth + 14,
  );
  return markup`<g class="box size ${stability}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>${
    name !== undefined && height >= 40
      ? markup`<text class="name" x="${x + 10}" y="${y + 20}">${name}</text><text class="below" x="${x + 10}" y="${y + 35}">${fields} fields</text>`
      : undefined
  }</g>
`;
}

function says({ link, resources, types, fields }: GroupSize): string {
  return `${link.text}: ${String(fields)} fields in ${String(types)} types, ${String(resources)} resources`;
}
