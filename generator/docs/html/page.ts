import { fixedPages } from "../addresses.js";
import type { Link, Page } from "../page-model.js";
import { frontBody } from "./front.js";
import { groupVersionBody } from "./group-version.js";
import type { Html } from "./html.js";
import { layout, type SiteFrame } from "./layout.js";
import { Links } from "./links.js";
import { listBody } from "./list.js";
import { kindsBody } from "./pictures/kinds.js";
import { sizesBody } from "./pictures/sizes.js";
import { resourceBody } from "./resource.js";
import { typeBody } from "./type.js";
import { upgradeBody } from "./upgrade.js";

/** A page as a file of HTML. */
export function htmlPage(page: Page, site: SiteFrame): string {
  const links = new Links(page.address);
  return layout(
    page,
    site,
    {
      crumbs: crumbsOf(page),
      within: groupOf(page)?.to.page,
      body: bodyOf(page, links),
    },
    links,
  );
}

function bodyOf(page: Page, links: Links): Html {
  switch (page.kind) {
    case "front":
      return frontBody(page, links);
    case "group-version":
      return groupVersionBody(page, links);
    case "resource":
      return resourceBody(page, links);
    case "type":
      return typeBody(page, links);
    case "list":
      return listBody(page, links);
    case "kinds":
      return kindsBody(page, links);
    case "sizes":
      return sizesBody(page, links);
    case "upgrade":
      return upgradeBody(page, links);
  }
}

function crumbsOf(page: Page): readonly Link[] {
  if (page.kind === "front") return [];
  const group = groupOf(page);
  const front = { text: "All groups", to: { page: fixedPages.front } };
  return group === undefined || group.to.page === page.address
    ? [front]
    : [front, group];
}

function groupOf(page: Page): Link | undefined {
  switch (page.kind) {
    case "group-version":
      return {
        text: page.title,
        to: page.parts[0]?.to ?? { page: page.address },
      };
    case "resource":
    case "type":
      return page.group;
    default:
      return undefined;
  }
}
