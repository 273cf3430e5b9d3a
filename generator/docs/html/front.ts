import { fixedPages } from "../addresses.js";
import { counted } from "../words.js";
import type { FrontPage, GroupVersionSummary } from "../page-model.js";
import { badge, stabilityBadge } from "./badges.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";
import { partLinks } from "./part-links.js";

/** The first page's content. */
export function frontBody(page: FrontPage, links: Links): Html {
  const { counts, groups, typesOnly } = page;
  return markup`<h1>${page.title}</h1>
<p class="lead">${counted(counts.groups, "group")} in ${counted(counts.versions, "version")}: ${counted(counts.resources, "resource")}, ${counted(counts.types, "type")} and ${counted(counts.fields, "field")}, each with the TypeScript that calls it.</p>
${page.hasDescriptions ? undefined : markup`<p class="note">The documents that this was made from have no descriptions: names, types, constraints and calls are all here, but no prose. A cluster (<code>--from cluster</code>) publishes it.</p>`}
<p>See also: ${page.upgrade && markup`${links.to({ ...page.upgrade, text: "what changed" })}, `}${links.to({ text: "what kinds refer to", to: { page: fixedPages.kinds } })}, ${links.to({ text: "how large groups are", to: { page: fixedPages.sizes } })}, ${links.to({ text: "what is deprecated", to: { page: fixedPages.deprecated } })}, and ${links.to({ text: "what is alpha and beta", to: { page: fixedPages.stability } })}.</p>
${partLinks(page, links)}
${groups.map(
  ({ name, versions }) => markup`<section class="group"><h2>${name}</h2>
${versions.map((version) => groupVersion(version, links))}</section>
`,
)}${
    typesOnly.length === 0
      ? undefined
      : markup`<section><h2>Types that others use</h2><p>${typesOnly.map((link, i) => markup`${i === 0 ? "" : ", "}${links.to(link)}`)}</p></section>`
  }${partLinks(page, links)}${hashes(page)}`;
}

function groupVersion(version: GroupVersionSummary, links: Links): Html {
  const { link, stability, preferred, resources, moreResources } = version;
  return markup`<h3>${links.to(link)}${stabilityBadge(stability)}${preferred ? markup` ${badge("preferred")}` : undefined}</h3>
<p class="kinds">${resources.map((resource) => markup`<span>${links.to(resource)}</span> `)}${moreResources === 0 ? undefined : markup`<span>${links.to({ text: `and ${String(moreResources)} more`, to: link.to })}</span>`}</p>
`;
}

/** What the site was made from: whoever has the same hashes has the same API. */
function hashes({ groups, server }: FrontPage): Html {
  const known = groups
    .flatMap(({ versions }) => versions)
    .filter(({ hash }) => hash !== undefined);
  return markup`<details class="sources"><summary>Made from ${counted(known.length, "document")}${server === undefined ? "" : ` of ${server}`}</summary><table><thead><tr><th scope="col">Document</th><th scope="col">SHA-512, its beginning</th></tr></thead><tbody>${known.map(
    ({ link, hash = "" }) =>
      markup`<tr><td>${link.text}</td><td><code title="${hash}">${hash.slice(0, 16)}</code></td></tr>`,
  )}</tbody></table></details>`;
}
