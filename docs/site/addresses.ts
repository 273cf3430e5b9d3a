import { posix } from "node:path";
import { fixedPages } from "../../generator/docs/addresses.js";

/**
 * Where the page of a file is, from the root of the guide and without an ending: README is the first, what `docs` has stands beside it, and
 * an example's README is the page of its folder.
 */
export function addressOfFile(path: string): string {
  if (path === "README.md") return fixedPages.front;
  const place = path.replace(/^docs\//, "");
  if (posix.basename(place) === "README.md") return addressOfFolder(place);
  if (!place.includes("/") && path === place)
    return place.toLowerCase().replace(/\.md$/, "");
  return place.replace(/\.md$/, "");
}

/** Where the page of the folder is that a file of the repository is in. */
export function addressOfFolder(path: string): string {
  const folder = posix.dirname(path.replace(/^docs\//, ""));
  return folder === "." ? fixedPages.front : `${folder}/index`;
}

/** The folders that a page is in, the outermost first, by the addresses of their pages; the front page is not among them. */
export function foldersOf(address: string): readonly string[] {
  const names = address.split("/").slice(0, -1);
  return names
    .map((_, i) => `${names.slice(0, i + 1).join("/")}/index`)
    .filter((folder) => folder !== address);
}
