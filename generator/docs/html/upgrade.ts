import type { ChangeEntry, UpgradePage } from "../upgrade-model.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";
import { partLinks } from "./part-links.js";
import { inlineProse } from "./prose.js";

/** The content of a page of what changed. */
export function upgradeBody(page: UpgradePage, links: Links): Html {
  const { old, next, counts, sections } = page;
  return markup`<h1>${page.title}</h1>
<p>From ${old} to ${next}: ${counts}.</p>
${partLinks(page, links)}
${sections.length === 0 ? markup`<p>No changes.</p>` : undefined}${sections.map(
    ({ title, groups }) => markup`<section><h2>${title}</h2>${groups.map(
      (group) => markup`<h3>${group.title}</h3><ul class="changes">
${group.changes.map((change) => entry(change, links))}</ul>`,
    )}</section>
`,
  )}`;
}

function entry(change: ChangeEntry, links: Links): Html {
  const { subject, to, says, about, reasons, uses } = change;
  const held = uses === "" ? [] : [`in ${uses}`];
  const lines = [...reasons, ...held];
  return markup`<li>${to === undefined ? markup`<code>${subject}</code>` : links.code([{ text: subject, to }])} ${says.map(({ text, isCode }) => (isCode ? markup`<code>${text}</code>` : text))}${inlineProse(about)}${lines.length === 0 ? undefined : markup`<ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul>`}</li>
`;
}
