import { describe, expect, test } from "vitest";
import { Dice } from "./dice.js";
import { runGolden } from "./golden-case.js";
import { shuffledSource } from "./shuffled-source.js";

/** Where several documents have a say in what a thing is called, where it goes, or which copy of it counts. */
const cases = [
  "groups-clash",
  "kinds-clash",
  "kinds-of-options",
  "made-names-clash",
  "schema-differs",
  "schema-prose-differs",
  "schemas-clash",
  "unpublished-owner",
  "versions-side-by-side",
];

describe.each(cases)("the documents of %s", (name) => {
  test("give the same in twenty orders, of paths and schemas too", async () => {
    const { pinned, generation } = await runGolden(name);
    const hashes = generation?.manifest.documents ?? {};
    for (let seed = 0; seed < 20; seed += 1) {
      const dice = new Dice(seed);
      const shuffled = await runGolden(name, (source) =>
        shuffledSource(source, hashes, (items) => dice.shuffle(items)),
      );
      expect(shuffled.pinned, `seed ${String(seed)}`).toEqual(pinned);
    }
  });
});
