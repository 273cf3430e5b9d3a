import type { Link, TypePage } from "../page-model.js";
import { deprecationNote, newBadge, stabilityBadge } from "./badges.js";
import { snippetBlock } from "./code-block.js";
import { factsBlock, fieldList } from "./field-list.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";
import { prose } from "./prose.js";

/** The content of a type's page. */
export function typeBody(page: TypePage, links: Links): Html {
  const { alias, fields, first, parts, signature } = page;
  return markup`<h1>${page.title}${stabilityBadge(page.stability)}${page.isNew ? markup` ${newBadge}` : undefined}</h1>
<p class="schema"><code>${page.schema}</code></p>
${first === undefined ? undefined : markup`<p>Some of the fields of ${links.to(first)}.</p>`}
${deprecationNote(page.deprecated)}${prose(page.description)}
${alias === undefined ? undefined : markup`<p class="signature"><code>${links.code(alias)}</code></p>`}
${factsBlock(page.facts)}
${listed("Resource", page.resources, links, page.moreResources)}
${fields.length === 0 ? undefined : markup`<h2 id="fields">Fields</h2><p class="unfold" id="-unfold" hidden></p>${fieldList(fields, links)}`}
${listed("More fields, on pages of their own", parts, links)}
${signature === undefined ? undefined : markup`<h2 id="signature">TypeScript</h2>${snippetBlock(signature, `Declaration of ${page.typeName}`)}`}
${usedBy(page, links)}`;
}

function listed(
  title: string,
  list: readonly Link[],
  links: Links,
  more = 0,
): Html | undefined {
  return list.length === 0
    ? undefined
    : markup`<p class="listed">${title}: ${list.map((link, i) => markup`${i === 0 ? "" : ", "}${links.to(link)}`)}${more === 0 ? undefined : ` … and ${String(more)} more`}</p>`;
}

function usedBy(
  { usedBy: uses, moreUses }: TypePage,
  links: Links,
): Html | undefined {
  if (uses.length === 0) return undefined;
  return markup`<h2 id="used-by">Used by</h2><ul class="uses">${uses.map((link) => markup`<li>${links.to(link)}</li>`)}</ul>${moreUses === 0 ? undefined : markup`<p>… and ${moreUses} more.</p>`}`;
}
