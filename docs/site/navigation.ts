import { fixedPages } from "../../generator/docs/addresses.js";
import type { SiteFrame } from "../../generator/docs/html/layout.js";
import type { Link } from "../../generator/docs/page-model.js";
import { foldersOf } from "./addresses.js";
import { pagesIn, type GuidePage } from "./pages.js";
import { destinationOf } from "./references.js";
import type { Repository } from "./repository.js";

/**
 * What stands beside each page: the pages in the order in which README first names them, and the others after these. Below the page that is shown
 * are its headings, and below a folder what is in it.
 */
export function navigationOf(
  pages: ReadonlyMap<string, GuidePage>,
  repository: Repository,
): SiteFrame["navigation"] {
  const named = namedInReadme(repository, pages);
  const rank = ({ address }: GuidePage): number => {
    const at = named.findIndex(
      (one) => one === address || foldersOf(one).includes(address),
    );
    return at < 0 ? named.length : at;
  };
  const outermost = [...pages.values()].filter(isOutermost);
  return outermost
    .sort((a, b) => rank(a) - rank(b) || (a.address < b.address ? -1 : 1))
    .map((page) => ({ link: linkTo(page), resources: below(page, pages) }));
}

/** The address of what a page is listed under: its own, or that of its chapter. */
export function entryOf({ address }: GuidePage): string {
  return foldersOf(address)[0] ?? address;
}

/** A link to a page, by its title. */
export function linkTo({ title, address }: GuidePage): Link {
  return { text: title, to: { page: address } };
}

function isOutermost({ address }: GuidePage): boolean {
  return address !== fixedPages.front && foldersOf(address).length === 0;
}

function below(
  page: GuidePage,
  pages: ReadonlyMap<string, GuidePage>,
): readonly Link[] {
  if (page.address.endsWith("/index"))
    return pagesIn(pages, page.address).map(linkTo);
  return page.kind !== "text"
    ? []
    : page.text.sections
        .filter(({ depth }) => depth === 2)
        .map(({ heading, anchor }) => ({
          text: heading,
          to: { page: page.address, anchor },
        }));
}

function namedInReadme(
  repository: Repository,
  pages: ReadonlyMap<string, GuidePage>,
): readonly string[] {
  const text = repository.files.get("README.md") ?? "";
  const documentation = text.slice(text.indexOf("\n## Documentation\n"));
  return [...documentation.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(
    ([, link = ""]) => {
      const found = destinationOf(link, "README.md", pages, repository);
      return found.kind === "page" ? [found.to.page] : [];
    },
  );
}
