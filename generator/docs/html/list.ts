import type { ListPage } from "../page-model.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";
import { partLinks } from "./part-links.js";
import { inlineProse, prose } from "./prose.js";

/** The content of a page that lists what has something in common. */
export function listBody(page: ListPage, links: Links): Html {
  return markup`<h1>${page.title}</h1>${prose(page.about)}
${partLinks(page, links)}${page.sections.length === 0 ? markup`<p>There is none.</p>` : undefined}${page.sections.map(
    ({
      title,
      items,
    }) => markup`<section><h2>${title}</h2><ul class="types">${items.map(
      (item) =>
        markup`<li>${links.to(item)}${item.about === "" ? undefined : markup` <span>${inlineProse(item.about)}</span>`}</li>\n`,
    )}</ul></section>
`,
  )}${partLinks(page, links)}`;
}
