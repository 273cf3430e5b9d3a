import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { fixups } from "../../generator/document/fixups/index.js";
import { loadDocuments } from "../../generator/document/load.js";
import { openSource } from "../../generator/source/open.js";

/** What the built-in snapshot has no example of any more, or never had: the golden case that has. */
const elsewhere: Readonly<Record<string, string>> = {
  "defaulted-is-not-required": "test/golden/required-before-1.37/input",
  "scale-is-a-scale": "test/golden/custom-resource/input",
};

async function documentsOf(from: string) {
  const diagnostics = new Diagnostics();
  const source = await openSource([from], {}, diagnostics);
  return loadDocuments(source, {}, diagnostics);
}

describe("a fixup is needed as long as it changes something in the built-in snapshot, or in a case of its own:", async () => {
  const documents = await documentsOf("builtin");

  test.each(fixups)("$name", async ({ name, apply }) => {
    const there = elsewhere[name];
    const published =
      there === undefined ? documents : await documentsOf(there);
    const changed = published.reduce(
      (sum, { document }) => sum + apply(document).changed,
      0,
    );
    expect(changed).toBeGreaterThan(0);
  });

  test("none of those with a case elsewhere could do with the snapshot", () => {
    const idle = fixups.filter(({ apply }) =>
      documents.every(({ document }) => apply(document).changed === 0),
    );
    expect(idle.map(({ name }) => name)).toEqual(Object.keys(elsewhere));
  });

  test.each(fixups)("$name changes nothing the second time", ({ apply }) => {
    for (const { document } of documents) {
      const once = apply(document).document;
      expect(apply(once).document).toEqual(once);
    }
  });

  test("only component statuses are listed and not watched", () => {
    const [fixup] = fixups.filter(({ name }) => name === "list-is-not-watch");
    const changed = documents.flatMap(({ document }) => {
      const { document: after } = fixup?.apply(document) ?? { document };
      return Object.keys(document.paths).filter(
        (path) => after.paths[path] !== document.paths[path],
      );
    });
    expect(changed).toEqual(["/api/v1/componentstatuses"]);
  });
});
