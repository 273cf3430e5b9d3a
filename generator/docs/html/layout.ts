import { assetsFolder, fixedPages } from "../addresses.js";
import type { Link, Page } from "../page-model.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";

/** What every page of a site shows. */
export interface SiteFrame {
  readonly title: string;
  readonly toolVersion: string;
  /** What changed; undefined where nothing is compared. */
  readonly upgrade: Link | undefined;
  /** The group and versions that have resources, with the resources of each. */
  readonly navigation: readonly {
    readonly link: Link;
    readonly resources: readonly Link[];
  }[];
}

/** What a page says of itself: everything else is the same on each. */
export interface PageFrame {
  /** The way to the page, without the page itself. */
  readonly crumbs: readonly Link[];
  /** The address of the group and version that the page is of. */
  readonly within: string | undefined;
  readonly body: Html;
}

/**
 * What a page may load: what lies beside it, from a server or from a disk, and nothing else. Nothing in it runs, whatever a document
 * brought in.
 */
const policy =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; base-uri 'none'; form-action 'none'";

/** A whole page. */
export function layout(
  page: Page,
  site: SiteFrame,
  { crumbs, within, body }: PageFrame,
  links: Links,
): string {
  const assets = `${links.root}${assetsFolder}`;
  const title =
    page.address === fixedPages.front
      ? site.title
      : `${page.title} · ${site.title}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="kubewright ${site.toolVersion}">
<title>${title}</title>
<link rel="stylesheet" href="${assets}/site.css">
<script src="${assets}/theme.js"></script>
<script src="${assets}/site.js" defer></script>
<script src="${assets}/search.js" defer></script>
<script src="${assets}/search-box.js" defer></script>
</head>
<body data-root="${links.root}">
<a class="skip" href="#-main">Skip to the content</a>
<header class="top">
<a class="site" href="${links.href({ page: fixedPages.front })}">${site.title}</a>
<div class="search" id="-search" role="search" hidden></div>
<button type="button" id="-theme" hidden>Dark</button>
</header>
<div class="columns">
<nav class="side" aria-label="Groups and versions">
<details id="-menu"><summary>All groups</summary>
${navigation(site, within, links)}
</details>
</nav>
<main id="-main" tabindex="-1">
${crumbs.length === 0 ? undefined : markup`<nav class="crumbs" aria-label="Breadcrumbs"><ol>${crumbs.map((link) => markup`<li>${links.to(link)}</li>`)}</ol></nav>`}
${body}
</main>
</div>
<footer><p>Made by kubewright ${site.toolVersion} from what the server publishes.</p></footer>
</body>
</html>
`.text;
}

function navigation(
  { navigation: all, upgrade }: SiteFrame,
  within: string | undefined,
  links: Links,
): Html {
  // A long list on every page is most of the page: then there is what the page is of, and the first page has the rest.
  const shown =
    all.length <= mostListed
      ? all
      : all.filter(({ link }) => link.to.page === within);
  return markup`<ul>${upgrade && markup`\n<li>${links.to(upgrade)}</li>`}
<li>${links.to({ text: "Deprecated", to: { page: fixedPages.deprecated } })}</li>
<li>${links.to({ text: "Alpha and beta", to: { page: fixedPages.stability } })}</li>
${shown.map(
  ({ link, resources }) =>
    markup`<li>${links.to(link)}${link.to.page === within ? markup`<ul>${resources.slice(0, mostListed).map((resource) => markup`<li>${links.to(resource)}</li>`)}</ul>` : undefined}</li>
`,
)}</ul>`;
}

const mostListed = 150;
