import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { fixups } from "../../generator/document/fixups/index.js";
import { loadDocuments } from "../../generator/document/load.js";
import { openSource } from "../../generator/source/open.js";

describe("a fixup is needed as long as it changes something in the built-in snapshot:", async () => {
  const diagnostics = new Diagnostics();
  const source = await openSource(["builtin"], {}, diagnostics);
  const documents = await loadDocuments(source, {}, diagnostics);

  test.each(fixups)("$name", ({ apply }) => {
    const changed = documents.reduce(
      (sum, { document }) => sum + apply(document).changed,
      0,
    );
    expect(changed).toBeGreaterThan(0);
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
