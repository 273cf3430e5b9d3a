import { beforeAll, describe, expect, test } from "vitest";

import { builtinSource } from "../../generator/source/builtin.js";
import { directorySource } from "../../generator/source/directory.js";
import { realCapture } from "../unit/source-fixtures.js";
import { constructsSource } from "./constructs.js";
import {
  compareTypes,
  needlessDifferences,
  type Comparison,
} from "./disagreements.js";
import { askOracle } from "./openapi-typescript.js";
import { readPublished } from "./published.js";

/** Longer than any of it takes on any machine. */
const timeout = 600_000;

describe.each([
  { name: "builtin", customResources: false },
  { name: "v1.34", customResources: false },
  { name: "v1.37", customResources: false },
  { name: "v1.37-operators", customResources: true },
])("the schemas of $name", ({ name, customResources }) => {
  const folder = name === "builtin" ? "" : realCapture(name);

  describe.skipIf(folder === undefined)("beside openapi-typescript", () => {
    let comparison: Comparison;

    beforeAll(async () => {
      const published = await readPublished(
        folder ? directorySource(folder) : builtinSource(),
      );
      const oracle = await askOracle(published.schemas);
      comparison = compareTypes(published, oracle);
    }, timeout);

    test("have its types", () => {
      expect(comparison.disagreements).toEqual([]);
    });

    test("need every difference that is listed", () => {
      expect(needlessDifferences(comparison, customResources)).toEqual([]);
    });
  });
});

test("constructs that no capture has", { timeout }, async () => {
  const published = await readPublished(constructsSource());
  const oracle = await askOracle(published.schemas);
  expect(compareTypes(published, oracle).disagreements).toEqual([]);
});
