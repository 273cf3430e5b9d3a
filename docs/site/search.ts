import type { OutputFile } from "../../generator/emit/emission.js";
import {
  searchScripts,
  type Entry,
} from "../../generator/docs/search-scripts.js";
import type { GuidePage } from "./pages.js";

/** The files of the search: it finds pages by their titles, and the sections of texts by their headings and by what they say. */
export function guideSearch(
  pages: ReadonlyMap<string, GuidePage>,
): readonly OutputFile[] {
  const found = [...pages.values()].flatMap(entriesOf);
  return searchScripts(
    { entries: found.map(({ entry }) => entry), names: [], types: [] },
    (_, i) => found[i]?.words ?? "",
  );
}

interface SearchedSection {
  readonly entry: Entry;
  readonly words: string;
}

function entriesOf(page: GuidePage): readonly SearchedSection[] {
  const { address, title } = page;
  if (page.kind !== "text")
    return [{ entry: [title, page.path, address, -1, []], words: "" }];
  return page.text.sections.map(
    ({ heading, anchor, depth, words }): SearchedSection => ({
      entry:
        depth === 1
          ? [title, page.path, address, -1, []]
          : [heading, title, address, -1, [], anchor],
      words,
    }),
  );
}
