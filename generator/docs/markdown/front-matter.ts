import { printable } from "../../../templates/literal.js";
import { firstSentence } from "../group-version-page.js";
import type { Page } from "../page-model.js";

/**
 * What a page says of itself to the program that prints it. Strings are JSON, which is YAML as well; what other things than YAML read in
 * a file is escaped in them.
 *
 * @see https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-docs#markdown-front-matter
 * @see https://vitepress.dev/reference/frontmatter-config
 * @see https://www.mkdocs.org/user-guide/writing-your-docs/#yaml-style-meta-data
 */
export function frontMatter(page: Page): string {
  const about = descriptionOf(page);
  return [
    "---",
    `title: ${quoted(titleOf(page))}`,
    ...(about === "" ? [] : [`description: ${quoted(about)}`]),
    `sidebar_label: ${quoted(page.title)}`,
    `sidebar_position: ${String(positions[page.kind])}`,
    // Nobody edits what is generated: of Docusaurus, and of VitePress.
    "custom_edit_url: null",
    "editLink: false",
    "---",
  ].join("\n");
}

/** Among the pages of a folder; those of one position stand in the order of their names. */
const positions: Readonly<Record<Page["kind"], number>> = {
  front: 1,
  "group-version": 1,
  list: 2,
  kinds: 2,
  sizes: 2,
  upgrade: 2,
  resource: 3,
  type: 4,
};

function titleOf(page: Page): string {
  return page.kind === "resource" || page.kind === "type"
    ? `${page.title} (${page.group.text})`
    : page.title;
}

function descriptionOf(page: Page): string {
  switch (page.kind) {
    case "resource":
    case "type":
      return firstSentence(page.description);
    case "list":
      return firstSentence(page.about);
    default:
      return "";
  }
}

function quoted(text: string): string {
  const plain = printable(text)
    .replace(/\p{Surrogate}/gu, "")
    // VitePress writes what it has read into a script, which such a tag would end.
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replace(/\s+/g, " ");
  return JSON.stringify(plain).replace(
    /[{}%]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
