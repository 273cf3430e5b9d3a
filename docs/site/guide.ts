import { siteAssets } from "../../generator/docs/assets.js";
import { fixedPages } from "../../generator/docs/addresses.js";
import { layout, type SiteFrame } from "../../generator/docs/html/layout.js";
import { Links } from "../../generator/docs/html/links.js";
import type { Link } from "../../generator/docs/page-model.js";
import type { OutputFile } from "../../generator/emit/emission.js";
import { toolVersion } from "../../generator/package-folder.js";
import { foldersOf } from "./addresses.js";
import { bodyOf, type Guide } from "./body.js";
import { entryOf, linkTo, navigationOf } from "./navigation.js";
import { pagesOfGuide, type GuidePage } from "./pages.js";
import type { Repository } from "./repository.js";
import { guideSearch } from "./search.js";
import { guideStyle } from "./style.js";

/**
 * The project's own documentation as a site in the style of a reference.
 *
 * @param beside another site that each page leads to, by the way to it from this one's root
 * @throws {Error} that names each link of the texts that leads nowhere, and what else is wrong with them, with the file
 */
export function makeGuide(
  repository: Repository,
  beside: NonNullable<SiteFrame["beside"]>,
): readonly OutputFile[] {
  const pages = pagesOfGuide(repository);
  const guide: Guide = { repository, pages, problems: [] };
  const frame: SiteFrame = {
    title: "kubewright",
    toolVersion,
    beside,
    searchHint: "Search: watch, patches, exit codes",
    contents: { label: "Guide", summary: "All pages" },
    lists: [],
    navigation: navigationOf(pages, repository),
    footer: `kubewright ${toolVersion}`,
  };
  const written = [...pages.values()].map((page) =>
    pageFile(page, guide, frame),
  );
  if (guide.problems.length > 0) throw new Error(guide.problems.join("\n"));
  return [...siteAssets().map(guideStyle), ...guideSearch(pages), ...written];
}

function pageFile(page: GuidePage, guide: Guide, frame: SiteFrame): OutputFile {
  const links = new Links(page.address);
  return {
    path: `${page.address}.html`,
    text: layout(
      page,
      frame,
      {
        crumbs: crumbsOf(page, guide.pages),
        within: entryOf(page),
        body: bodyOf(page, guide, links),
      },
      links,
    ),
  };
}

function crumbsOf(
  { address }: GuidePage,
  pages: ReadonlyMap<string, GuidePage>,
): readonly Link[] {
  if (address === fixedPages.front) return [];
  const folders = foldersOf(address).flatMap((folder) => {
    const page = pages.get(folder);
    return page === undefined ? [] : [linkTo(page)];
  });
  return [{ text: "kubewright", to: { page: fixedPages.front } }, ...folders];
}
