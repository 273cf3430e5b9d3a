import { markdownPage } from "./markdown/page.js";
import { pagesOf } from "./pages.js";
import { referenceOf, type Documented } from "./reference.js";
import type { Site } from "./site.js";

/** Makes a reference as files of Markdown, for a site of documentation that is there already: no search and no style of its own. */
export function makeMarkdown(documented: Documented): Site {
  const files = [...pagesOf(referenceOf(documented))].map((page) => ({
    path: `${page.address}.md`,
    text: markdownPage(page),
  }));
  return {
    pages: files.length,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
