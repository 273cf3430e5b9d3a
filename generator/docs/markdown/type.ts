import type { Link, TypePage } from "../page-model.js";
import { shortList, type Block } from "./blocks.js";
import { code, fence, words } from "./escape.js";
import { factBlocks, fieldList } from "./fields.js";
import type { Links } from "./links.js";
import { deprecationNote, marksOf, stabilityMark } from "./marks.js";
import { prose } from "./prose.js";

/** The content of a type's page. */
export function typeBlocks(page: TypePage, links: Links): Block {
  const { alias, fields, first, group, parts, signature, moreUses } = page;
  return [
    `# ${words(page.title)}${stabilityMark(page.stability)}${page.isNew ? marksOf("new") : ""}`,
    `In ${links.to(group)}; published as ${code(page.schema)}.`,
    first && `Some of the fields of ${links.to(first)}.`,
    deprecationNote(page.deprecated),
    prose(page.description),
    alias && links.code(alias),
    factBlocks(page.facts),
    listed("Resource", page.resources, links, page.moreResources),
    fields.length === 0 ? undefined : ["## Fields", fieldList(fields, links)],
    listed("More fields, on pages of their own", parts, links),
    signature && [
      "## TypeScript",
      fence("ts", signature.setup + signature.code),
    ],
    page.usedBy.length === 0
      ? undefined
      : [
          "## Used by",
          shortList(page.usedBy.map((link) => links.to(link))),
          moreUses === 0 ? undefined : `… and ${String(moreUses)} more.`,
        ],
  ];
}

function listed(
  title: string,
  list: readonly Link[],
  links: Links,
  more = 0,
): string | undefined {
  return list.length === 0
    ? undefined
    : `${title}: ${list.map((link) => links.to(link)).join(", ")}${more === 0 ? "" : ` … and ${String(more)} more`}`;
}
