import { posix } from "node:path";
import type { Target } from "../../generator/docs/page-model.js";
import { addressOfFile, addressOfFolder } from "./addresses.js";
import type { GuidePage } from "./pages.js";
import type { Repository } from "./repository.js";

/** What a link in a text leads to: a page, something elsewhere, what is in the repository but not in the guide, or nothing. */
export type Destination =
  | { readonly kind: "page"; readonly to: Target }
  | { readonly kind: "elsewhere"; readonly url: string }
  | { readonly kind: "without-page" }
  | { readonly kind: "broken"; readonly why: string };

/** Finds what a link leads to that stands in a file of the repository. */
export function destinationOf(
  link: string,
  from: string,
  pages: ReadonlyMap<string, GuidePage>,
  { files, has }: Repository,
): Destination {
  if (/^https?:/.test(link)) return { kind: "elsewhere", url: link };
  const [way = "", anchor] = link.split("#");
  // The dot takes a slash at the end away.
  const path = way === "" ? from : posix.join(posix.dirname(from), way, ".");
  const page = pages.get(
    files.has(path) ? addressOfFile(path) : addressOfFolder(`${path}/*`),
  );
  if (page === undefined)
    return !path.startsWith("../") && has(path)
      ? { kind: "without-page" }
      : { kind: "broken", why: `there is no ${path}` };
  if (anchor !== undefined && !anchorsOf(page).has(anchor))
    return { kind: "broken", why: `${page.path} has no heading #${anchor}` };
  return { kind: "page", to: { page: page.address, anchor } };
}

function anchorsOf(page: GuidePage): ReadonlySet<string> {
  return new Set(
    page.kind === "text" ? page.text.sections.map(({ anchor }) => anchor) : [],
  );
}
