import type { Page } from "../page-model.js";
import { stacked, type Block } from "./blocks.js";
import { frontMatter } from "./front-matter.js";
import { Links } from "./links.js";
import { frontBlocks, groupVersionBlocks, listBlocks } from "./lists.js";
import { kindsBlocks, sizesBlocks } from "./pictures.js";
import { resourceBlocks } from "./resource.js";
import { typeBlocks } from "./type.js";
import { upgradeBlocks } from "./upgrade.js";

/**
 * A page as a file of Markdown that Docusaurus, VitePress and MkDocs read alike: front matter that each takes what it knows from, links
 * to other files as relative paths, and HTML for the places that links lead to.
 */
export function markdownPage(page: Page): string {
  const links = new Links(page.address);
  return `${stacked(frontMatter(page), blocksOf(page, links))}\n`;
}

function blocksOf(page: Page, links: Links): Block {
  switch (page.kind) {
    case "front":
      return frontBlocks(page, links);
    case "group-version":
      return groupVersionBlocks(page, links);
    case "resource":
      return resourceBlocks(page, links);
    case "type":
      return typeBlocks(page, links);
    case "list":
      return listBlocks(page, links);
    case "kinds":
      return kindsBlocks(page, links);
    case "sizes":
      return sizesBlocks(page, links);
    case "upgrade":
      return upgradeBlocks(page, links);
  }
}
