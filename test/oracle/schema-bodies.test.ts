import { beforeAll, describe, expect, test } from "vitest";

import { builtinSource } from "../../generator/source/builtin.js";
import { directorySource } from "../../generator/source/directory.js";
import { realCapture } from "../unit/source-fixtures.js";
import { constructsSource } from "./constructs.js";
import { disagreements, needlessDifferences } from "./disagreements.js";
import { askOracle, type Oracle } from "./openapi-typescript.js";
import { readPublished, type Published } from "./published.js";

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
    let published: Published;
    let oracle: Oracle;

    beforeAll(async () => {
      published = await readPublished(
        folder ? directorySource(folder) : builtinSource(),
      );
      oracle = await askOracle(published.schemas);
    }, timeout);

    test("have its types", { timeout }, () => {
      expect(disagreements(published, oracle)).toEqual([]);
    });

    test("need every difference that is listed", { timeout }, () => {
      expect(needlessDifferences(published, oracle, customResources)).toEqual(
        [],
      );
    });
  });
});

test("constructs that no capture has", { timeout }, async () => {
  const published = await readPublished(constructsSource());
  const oracle = await askOracle(published.schemas);
  expect(disagreements(published, oracle)).toEqual([]);
});
