import { assetsFolder, fixedPages } from "../addresses.js";
import { shortName } from "../list-parts.js";
import type { Link, PageHead } from "../page-model.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";

/** What every page of a site shows. */
export interface SiteFrame {
  readonly title: string;
  readonly toolVersion: string;
  /** Another site beside this one, by the way to it from this one's root. */
  readonly beside?: { readonly text: string; readonly href: string };
  /** What is asked for in the search, as an example. */
  readonly searchHint: string;
  /** What the navigation is of, and its heading on a phone. */
  readonly contents: { readonly label: string; readonly summary: string };
  /** What the navigation begins with. */
  readonly lists: readonly Link[];
  /** What stands below each page. */
  readonly footer: string;
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
  page: PageHead,
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
${site.beside === undefined ? undefined : markup`<a class="beside" href="${links.root}${site.beside.href}">${site.beside.text}</a>`}
<div class="search" id="-search" role="search" data-hint="${site.searchHint}" hidden></div>
<button type="button" id="-theme" hidden>Dark</button>
</header>
<div class="columns">
<nav class="side" aria-label="${site.contents.label}">
<details id="-menu"><summary>${site.contents.summary}</summary>
${navigation(site, within, links)}
</details>
</nav>
<main id="-main" tabindex="-1">
${crumbs.length === 0 ? undefined : markup`<nav class="crumbs" aria-label="Breadcrumbs"><ol>${crumbs.map((link) => markup`<li>${links.to(link)}</li>`)}</ol></nav>`}
${body}
</main>
</div>
<footer><p>${site.footer}</p></footer>
</body>
</html>
`.text;
}

/** It is the same on all pages of a folder. */
function navigation(
  site: SiteFrame,
  within: string | undefined,
  links: Links,
): Html {
  const all = navigations.get(site) ?? new Map<string, Html>();
  navigations.set(site, all);
  const key = `${links.root} ${within ?? ""}`;
  const made = all.get(key) ?? makeNavigation(site, within, links);
  all.set(key, made);
  return made;
}

const navigations = new WeakMap<SiteFrame, Map<string, Html>>();

function makeNavigation(
  { lists, navigation: all }: SiteFrame,
  within: string | undefined,
  links: Links,
): Html {
  // A long list on every page is most of the page: then there is what the page is of, and the first page has the rest.
  const shown =
    all.length <= mostListed
      ? all
      : all.filter(({ link }) => link.to.page === within);
  return markup`<ul>
${lists.map((link) => markup`<li>${links.to(link)}</li>\n`)}${shown.map(
    ({ link, resources }) =>
      markup`<li>${links.to(link)}${link.to.page === within ? markup`<ul>${resources.slice(0, mostListed).map((resource) => markup`<li>${links.to({ ...resource, text: shortName(resource.text) })}</li>`)}</ul>` : undefined}</li>
`,
  )}</ul>`;
}

const mostListed = 150;
