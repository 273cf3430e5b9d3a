import { posix } from "node:path";
import { fixedPages } from "../../generator/docs/addresses.js";
import { addressOfFile, addressOfFolder, foldersOf } from "./addresses.js";
import { readMarkdown, type MarkdownText } from "./markdown.js";
import type { Repository } from "./repository.js";

/** A page of the guide. */
export type GuidePage = TextPage | CodePage | FolderPage;

/** What each of them has. */
interface GuidePageHead {
  /** From the root of the guide, without an ending. */
  readonly address: string;
  readonly title: string;
  /** The file or the folder of the repository that it shows. */
  readonly path: string;
}

/** A text in Markdown. */
export interface TextPage extends GuidePageHead {
  readonly kind: "text";
  readonly text: MarkdownText;
}

/** A file of an example, as it stands. */
export interface CodePage extends GuidePageHead {
  readonly kind: "code";
  readonly code: string;
}

/** What is in a folder that has no text of its own. */
export interface FolderPage extends GuidePageHead {
  readonly kind: "folder";
}

/** All pages, by their addresses. */
export function pagesOfGuide({
  files,
}: Repository): ReadonlyMap<string, GuidePage> {
  const pages = new Map<string, GuidePage>();
  for (const [path, text] of files) {
    const address = addressOfFile(path);
    pages.set(
      address,
      path.endsWith(".md")
        ? textPage(path, address, text)
        : { kind: "code", address, path, title: path, code: text },
    );
  }
  for (const path of files.keys())
    for (const address of [
      addressOfFolder(path),
      ...foldersOf(addressOfFile(path)),
    ])
      if (!pages.has(address)) pages.set(address, folderPage(address));
  return pages;
}

function textPage(path: string, address: string, text: string): TextPage {
  const read = readMarkdown(text);
  const title = path === "CHANGELOG.md" ? "Changes" : read.title;
  return { kind: "text", address, path, title, text: read };
}

function folderPage(address: string): FolderPage {
  const path = posix.dirname(address);
  return {
    kind: "folder",
    address,
    path: path.startsWith("examples") ? path : `docs/${path}`,
    title: titles.get(path) ?? path,
  };
}

/** Folders that are chapters of the guide. */
const titles: ReadonlyMap<string, string> = new Map([
  ["decisions", "Decisions"],
  ["examples", "Examples"],
  ["migration", "Moving over"],
]);

/** The pages that stand in a folder: texts, and folders within it; the address is the folder's own page. */
export function pagesIn(
  pages: ReadonlyMap<string, GuidePage>,
  address: string,
): readonly GuidePage[] {
  return [...pages.values()]
    .filter(
      (page) =>
        page.address !== fixedPages.front &&
        page.address !== address &&
        (foldersOf(page.address).at(-1) ?? fixedPages.front) === address,
    )
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}
