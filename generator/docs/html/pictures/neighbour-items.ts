import type { NeighbourList, Way } from "../../pictures/pictures-model.js";
import { byNameWords, mannerWords } from "../../pictures/words.js";
import { badge } from "../badges.js";
import { markup, type Html } from "../html.js";
import type { Links } from "../links.js";

/** Kinds, and the fields by which each is referred to or refers. */
export function neighbourItems(
  { shown, more }: NeighbourList,
  links: Links,
): Html {
  return markup`<ul class="neighbours">${shown.map(
    ({ link, apiVersion, ways }) =>
      markup`<li>${links.to(link)} <span>${apiVersion}</span><ul>${ways.map((way) => wayItem(way, links))}</ul></li>
`,
  )}</ul>${more === 0 ? undefined : markup`<p>… and ${more} more.</p>`}`;
}

function wayItem({ manner, byName, fields, more }: Way, links: Links): Html {
  return markup`<li>${badge(mannerWords[manner], manner)} ${fields.map((field, i) => markup`${i === 0 ? "" : ", "}<a href="${links.href(field.to)}"><code>${field.text}</code></a>`)}${more === 0 ? undefined : ` and ${String(more)} more`}${byName ? markup` <span>${byNameWords}</span>` : undefined}</li>`;
}
