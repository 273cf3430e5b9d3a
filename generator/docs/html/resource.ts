import type {
  ClientSection,
  MethodEntry,
  ResourcePage,
} from "../page-model.js";
import { badge, deprecationNote, newBadge, stabilityBadge } from "./badges.js";
import { snippetBlock, yamlBlock } from "./code-block.js";
import { fieldList } from "./field-list.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";
import { partLinks } from "./part-links.js";
import { neighboursSection } from "./pictures/neighbours.js";
import { inlineProse, prose } from "./prose.js";

/** The content of a resource's page. */
export function resourceBody(page: ResourcePage, links: Links): Html {
  const { type, fields, clients } = page;
  return markup`<h1>${page.title} ${badge(page.namespaced ? "namespaced" : "cluster-scoped")}${stabilityBadge(page.stability)}${page.isNew ? markup` ${newBadge}` : undefined}</h1>
${deprecationNote(page.deprecated)}${prose(page.description)}
${partLinks(page, links)}
${facts(page, links)}
${overview(clients)}
${
  fields.length === 0 || type === undefined
    ? undefined
    : markup`<h2 id="fields">Fields</h2><p>The whole tree: ${links.to(type)}.</p>${fieldList(fields, links)}${page.moreFields === 0 ? undefined : markup`<p>… and ${page.moreFields} more: ${links.to(type)} has them.</p>`}`
}
${neighboursSection(page.neighbours, links)}${setup(clients)}
${clients.map((section) => clientSection(section, links))}`;
}

function facts(page: ResourcePage, links: Links): Html {
  const rows: readonly (readonly [string, Html | undefined])[] = [
    ["Type", page.type && links.to(page.type)],
    ["List", page.listType && links.to(page.listType)],
    ["apiVersion", markup`<code>${page.apiVersion}</code>`],
    ["Resource", markup`<code>${page.plural}</code>`],
    ["Singular", word(page.singularName)],
    ["Short names", words(page.shortNames)],
    ["Categories", words(page.categories)],
    ["Patch types", words(page.patchTypes)],
    ["Field selectors", words(page.selectableFields)],
    [
      "Other versions",
      page.otherVersions.length === 0
        ? undefined
        : markup`${page.otherVersions.map((link, i) => markup`${i === 0 ? "" : ", "}${links.to(link)}`)}`,
    ],
  ];
  return markup`<dl class="about">${rows.map(([name, value]) =>
    value === undefined
      ? undefined
      : markup`<dt>${name}</dt><dd>${value}</dd>\n`,
  )}</dl>`;
}

function word(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : markup`<code>${text}</code>`;
}

function words(list: readonly string[]): Html | undefined {
  return list.length === 0
    ? undefined
    : markup`${list.map((text, i) => markup`${i === 0 ? "" : " "}<code>${text}</code>`)}`;
}

/** What can be done, at a glance. */
function overview(clients: readonly ClientSection[]): Html | undefined {
  if (clients.length === 0) return undefined;
  return markup`<nav class="overview" aria-label="Methods"><ul>${clients.map(
    ({ title, anchor, methods }) =>
      markup`<li><a href="#${anchor}">${title}</a>: ${methods.map((method, i) => markup`${i === 0 ? "" : ", "}<a href="#${method.anchor}">${nameOf(method)}</a>`)}</li>`,
  )}</ul></nav>`;
}

/** How the first example begins: the others begin the same way, and are copied whole. */
function setup([first]: readonly ClientSection[]): Html | undefined {
  const [method] = first?.methods ?? [];
  return method === undefined
    ? undefined
    : markup`<h2 id="use">In TypeScript</h2><p>Each of the examples below begins like this, and is copied with it.</p>${snippetBlock({ setup: "", code: method.snippet.setup.trimEnd() }, "How the examples begin")}`;
}

function clientSection(section: ClientSection, links: Links): Html {
  const { anchor, title, about, methods } = section;
  return markup`<section><h2 id="${anchor}">${title}</h2>${prose(about)}
${methods.map((method) => methodBlock(method, links))}${parameterTable(section)}</section>
`;
}

function methodBlock(method: MethodEntry, links: Links): Html {
  const { anchor, about, request, throws, signature, snippet, path, rule } =
    method;
  const name = nameOf(method);
  return markup`<section class="method"><h3 id="${anchor}"><a href="#${anchor}">${name}</a></h3>
${prose(about)}${request === undefined ? undefined : markup`<p class="request"><code>${request}</code></p>`}
${snippetBlock(snippet, `Example of ${name}`)}
<details><summary>Signature, path and RBAC</summary>
<p class="signature"><code>${links.code(signature)}</code></p>
${throws.map((text) => markup`<p>Throws ${inlineProse(text)}.</p>`)}${path === undefined ? undefined : snippetBlock(path, `Path of ${name}`)}
${yamlBlock(rule, `RBAC rule for ${name}`)}</details></section>
`;
}

function nameOf({ name, form }: MethodEntry): string {
  return form === undefined ? name : `${name} (${form})`;
}

function parameterTable({
  parameters,
  moreParameters,
  title,
}: ClientSection): Html | undefined {
  if (parameters.length === 0) return undefined;
  return markup`<details class="parameters"><summary>Query parameters</summary><div class="wide" tabindex="0" role="group" aria-label="Query parameters: ${title}"><table><thead><tr><th scope="col">Parameter</th><th scope="col">Verbs</th><th scope="col">About</th></tr></thead><tbody>${parameters.map(
    ({ name, type, description, verbs }) =>
      markup`<tr><td><code>${name}</code><br>${type}</td><td>${verbs.join(", ")}</td><td>${prose(description)}</td></tr>\n`,
  )}</tbody></table></div>${moreParameters === 0 ? undefined : markup`<p>… and ${moreParameters} more.</p>`}</details>`;
}
