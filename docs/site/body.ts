import { fixedPages } from "../../generator/docs/addresses.js";
import { markup, type Html } from "../../generator/docs/html/html.js";
import type { Links } from "../../generator/docs/html/links.js";
import { codeBlock, languageOf } from "./highlight.js";
import { writeMarkdown } from "./markdown.js";
import { pagesIn, type GuidePage } from "./pages.js";
import { destinationOf } from "./references.js";
import type { Repository } from "./repository.js";

/** What the pages of a guide are looked up in, and where what is wrong with them is gathered. */
export interface Guide {
  readonly repository: Repository;
  readonly pages: ReadonlyMap<string, GuidePage>;
  /** A line each, beginning with the file. */
  readonly problems: string[];
}

/** The content of a page. */
export function bodyOf(page: GuidePage, guide: Guide, links: Links): Html {
  const inFolder =
    page.address.endsWith("/index") && page.address !== fixedPages.front
      ? pagesIn(guide.pages, page.address)
      : [];
  switch (page.kind) {
    case "text":
      return markup`${writeMarkdown(page.text, {
        href: (link) => hrefOf(link, page, guide, links),
        refuse: (why) => guide.problems.push(`${page.path} ${why}`),
      })}${
        inFolder.length === 0
          ? undefined
          : markup`<h2 id="-files">Files</h2>${listOf(inFolder, links)}`
      }`;
    case "code":
      return markup`<h1>${page.title}</h1>${codeBlock(page.code, languageOf(page.path))}`;
    case "folder":
      return markup`<h1>${page.title}</h1>${listOf(inFolder, links)}`;
  }
}

function listOf(pages: readonly GuidePage[], links: Links): Html {
  return markup`<ul>
${pages.map(({ title, address }) => markup`<li>${links.to({ text: title, to: { page: address } })}</li>\n`)}</ul>
`;
}

function hrefOf(
  link: string,
  { path }: GuidePage,
  { pages, repository, problems }: Guide,
  links: Links,
): string | undefined {
  const found = destinationOf(link, path, pages, repository);
  switch (found.kind) {
    case "page":
      return links.href(found.to);
    case "elsewhere":
      return found.url;
    case "without-page":
      return undefined;
    case "broken":
      problems.push(`${path} links to ${link}: ${found.why}`);
      return undefined;
  }
}
