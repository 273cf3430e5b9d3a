import type { OutputFile } from "../emit/emission.js";
import { markdownPage } from "./markdown/page.js";
import { packedFile } from "./packed-file.js";
import { pagesOf } from "./pages.js";
import { referenceOf, type Documented } from "./reference.js";
import type { Site } from "./site.js";

/** Makes a reference as files of Markdown, for a site of documentation that is there already: no search and no style of its own. */
export function makeMarkdown(documented: Documented): Site {
  const files: OutputFile[] = [];
  for (const page of pagesOf(referenceOf(documented)))
    files.push(packedFile(`${page.address}.md`, markdownPage(page)));
  return {
    pages: files.length,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
