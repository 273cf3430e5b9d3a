import { fixedPages } from "../addresses.js";
import { counted } from "../words.js";
import type {
  FrontPage,
  GroupVersionPage,
  GroupVersionSummary,
  Link,
  ListPage,
} from "../page-model.js";
import { shortList, table, type Block } from "./blocks.js";
import { code, words } from "./escape.js";
import type { Links } from "./links.js";
import { marksOf, stabilityMark } from "./marks.js";
import { inlineProse, prose } from "./prose.js";

/** The first page's content. */
export function frontBlocks(page: FrontPage, links: Links): Block {
  const { counts, groups, typesOnly } = page;
  return [
    `# ${words(page.title)}`,
    `${counted(counts.groups, "group")} in ${counted(counts.versions, "version")}: ${counted(counts.resources, "resource")}, ${counted(counts.types, "type")} and ${counted(counts.fields, "field")}, each with the TypeScript that calls it.`,
    page.hasDescriptions
      ? undefined
      : "The documents that this was made from have no descriptions: names, types, constraints and calls are all here, but no prose. A cluster (`--from cluster`) publishes it.",
    `See also: ${page.upgrade === undefined ? "" : `${links.to({ ...page.upgrade, text: "what changed" })}, `}${links.to({ text: "what kinds refer to", to: { page: fixedPages.kinds } })}, ${links.to({ text: "how large groups are", to: { page: fixedPages.sizes } })}, ${links.to({ text: "what is deprecated", to: { page: fixedPages.deprecated } })}, and ${links.to({ text: "what is alpha and beta", to: { page: fixedPages.stability } })}.`,
    partLine(page, links),
    groups.map(({ name, versions }) => [
      `## ${words(name)}`,
      versions.map((version) => summary(version, links)),
    ]),
    typesOnly.length === 0
      ? undefined
      : [
          "## Types that others use",
          typesOnly.map((link) => links.to(link)).join(", "),
        ],
    hashes(page),
  ];
}

function summary(
  { link, stability, preferred, resources, moreResources }: GroupVersionSummary,
  links: Links,
): Block {
  const marks = marksOf(
    ...(stability === "stable" ? [] : [stability]),
    ...(preferred ? ["preferred"] : []),
  );
  return [
    `### ${words(link.text)}`,
    `${links.to(link)}${marks}: ${[
      ...resources.map((one) => links.to(one)),
      ...(moreResources === 0
        ? []
        : [
            links.to({
              text: `and ${String(moreResources)} more`,
              to: link.to,
            }),
          ]),
    ].join(", ")}`,
  ];
}

/** What the pages were made from: whoever has the same hashes has the same API. */
function hashes({ groups, server }: FrontPage): Block {
  const rows = groups
    .flatMap(({ versions }) => versions)
    .flatMap(({ link, hash }) =>
      hash === undefined
        ? []
        : [[words(link.text), words(hash.slice(0, 16))] as const],
    );
  return rows.length === 0
    ? undefined
    : [
        "## Made from",
        `${counted(rows.length, "document")}${server === undefined ? "" : ` of ${code(server)}`}.`,
        table(["Document", "SHA-512, its beginning"], rows),
      ];
}

/** The content of a group and version's page. */
export function groupVersionBlocks(
  page: GroupVersionPage,
  links: Links,
): Block {
  const { client, document, hash, resources, types } = page;
  return [
    `# ${words(page.title)}${stabilityMark(page.stability)}`,
    shortList([
      ...(client === undefined ? [] : [`Client: ${code(client)}`]),
      ...(document === undefined
        ? []
        : [`Document: ${code(`/openapi/v3/${document}`)}`]),
      ...(hash === undefined
        ? []
        : [`SHA-512: ${code(`${hash.slice(0, 16)}…`)}`]),
    ]),
    partLine(page, links),
    resources.length === 0
      ? undefined
      : [
          "## Resources",
          table(
            ["Resource", "Kind", "Short", "Scope", "Verbs"],
            resources.map((one) => [
              links.to(one.link),
              words(one.kind) + (one.deprecated ? " (deprecated)" : ""),
              words(one.shortNames.join(", ")),
              one.namespaced ? "namespace" : "cluster",
              words(one.verbs.join(", ")),
            ]),
          ),
        ],
    types.length === 0 ? undefined : ["## Types", linesOf(types, links)],
  ];
}

/** The content of a page that lists what has something in common. */
export function listBlocks(page: ListPage, links: Links): Block {
  return [
    `# ${words(page.title)}`,
    prose(page.about),
    partLine(page, links),
    page.sections.length === 0 ? "There is none." : undefined,
    page.sections.map(({ title, items }) => [
      `## ${words(title)}`,
      linesOf(items, links),
    ]),
  ];
}

/** The other pages of a long list; nothing where there are none. */
export function partLine(
  {
    address,
    parts,
  }: { readonly address: string; readonly parts: readonly Link[] },
  links: Links,
): string | undefined {
  if (parts.length === 0) return undefined;
  const pages = parts.map((link) =>
    link.to.page === address ? words(link.text) : links.to(link),
  );
  return `Pages of this list: ${pages.join(", ")}`;
}

/** Links, each with what is said of it. */
function linesOf(
  items: readonly (Link & { readonly about: string })[],
  links: Links,
): string | undefined {
  return shortList(
    items.map((item) =>
      item.about === ""
        ? links.to(item)
        : `${links.to(item)}: ${inlineProse(item.about)}`,
    ),
  );
}
