import { fixedPages } from "../addresses.js";
import type { GroupVersionPage } from "../page-model.js";
import { badge, stabilityBadge } from "./badges.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";
import { partLinks } from "./part-links.js";
import { kindsFigure } from "./pictures/kinds.js";
import { inlineProse } from "./prose.js";

/** The content of a group and version's page. */
export function groupVersionBody(page: GroupVersionPage, links: Links): Html {
  const { client, hash, types } = page;
  return markup`<h1>${page.title}${stabilityBadge(page.stability)}</h1>
<dl class="about">
${client === undefined ? undefined : markup`<dt>Client</dt><dd><code>${client}</code></dd>`}
${page.document === undefined ? undefined : markup`<dt>Document</dt><dd><code>/openapi/v3/${page.document}</code></dd>`}
${hash === undefined ? undefined : markup`<dt>SHA-512</dt><dd><code title="${hash}">${hash.slice(0, 16)}…</code></dd>`}
</dl>
${partLinks(page, links)}
${resources(page, links)}${page.picture && markup`<h2 id="related">Related kinds</h2>${kindsFigure(page.picture, `Kinds of ${page.title} and what they refer to`, links)}<p>The page of each resource, and ${links.to({ text: "that of all kinds", to: { page: fixedPages.kinds } })}, say by which fields.</p>`}
${
  types.length === 0
    ? undefined
    : markup`<h2 id="types">Types</h2>
<ul class="types">
${types.map((type) => markup`<li>${links.to(type)}${type.about === "" ? undefined : markup` <span>${inlineProse(type.about)}</span>`}</li>\n`)}</ul>`
}${partLinks(page, links)}`;
}

function resources(
  { resources: all }: GroupVersionPage,
  links: Links,
): Html | undefined {
  if (all.length === 0) return undefined;
  return markup`<h2 id="resources">Resources</h2>
<div class="wide" tabindex="0" role="group" aria-label="Resources"><table>
<thead><tr><th scope="col">Resource</th><th scope="col">Kind</th><th scope="col">Short</th><th scope="col">Scope</th><th scope="col">Verbs</th></tr></thead>
<tbody>${all.map(
    (resource) =>
      markup`<tr><td>${links.to(resource.link)}</td><td>${resource.kind}${resource.deprecated ? markup` ${badge("deprecated", "deprecated")}` : undefined}</td><td>${resource.shortNames.join(", ")}</td><td>${resource.namespaced ? "namespace" : "cluster"}</td><td>${resource.verbs.join(", ")}</td></tr>\n`,
  )}</tbody>
</table></div>`;
}
