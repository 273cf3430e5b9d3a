import { makeSite, type Site } from "../../generator/docs/site.js";
import { documentedFrom } from "../../test/docs/documented.js";
import { makeGuide } from "./guide.js";
import { readRepository } from "./repository.js";

/** The folder of the reference in the site. */
const reference = "reference";

/** The whole site of the project: the guide, and below it the reference of the built-in snapshot, each of which leads to the other. */
export async function projectSite(root: string): Promise<Site> {
  const guide = makeGuide(readRepository(root), {
    text: "Reference",
    href: `${reference}/index.html`,
  });
  const documented = await documentedFrom("builtin");
  const { files } = makeSite(documented, {
    text: "Guide",
    href: "../index.html",
  });
  const all = [
    ...guide,
    ...files.map(({ path, text }) => ({ path: `${reference}/${path}`, text })),
  ];
  return {
    files: all.sort((a, b) => (a.path < b.path ? -1 : 1)),
    pages: all.filter(({ path }) => path.endsWith(".html")).length,
  };
}
