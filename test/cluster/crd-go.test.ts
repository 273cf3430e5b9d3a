import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

import { Diagnostics } from "../../generator/diagnostics.js";
import { openSource } from "../../generator/source/open.js";
import { parseManifest } from "../../generator/manifest-text.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { CrdOracle } from "./crd-oracle.js";
import { factsOf, type JsonObject } from "./document-facts.js";
import { hasGo } from "./go-program.js";
import { randomCrds } from "./random-crds.js";

const golden = join(import.meta.dirname, "../golden");

describe.runIf(hasGo)("the server's own code", () => {
  const oracle = new CrdOracle();
  afterAll(() => oracle.close());

  test.each([
    "crd-yaml/input/gadgets.yaml",
    "crd-hazards/input/hazards.yaml",
    "crd-v1beta1/input/crds.yaml",
  ])("publishes for %s what is published here", async (path) => {
    const text = readFileSync(join(golden, path), "utf8");
    const documents = await parseManifest(text, path);
    const definitions = documents
      .map(({ value }) => value as JsonObject)
      .filter((value) => value?.["kind"] === "CustomResourceDefinition");
    await expectAlike(oracle, definitions);
  });

  test.each([1, 2, 3])(
    "publishes for definitions at random (seed %i) what is published here",
    async (seed) => {
      for (const definitions of fc.sample(randomCrds, { seed, numRuns: 8 }))
        await expectAlike(oracle, definitions);
    },
  );
});

async function expectAlike(
  oracle: CrdOracle,
  definitions: readonly JsonObject[],
): Promise<void> {
  const folder = temporaryFolder();
  const file = join(folder, "crds.json");
  const list = { apiVersion: "v1", kind: "List", items: definitions };
  writeFiles(folder, { "crds.json": JSON.stringify(list) });
  const source = await openSource([file], {}, new Diagnostics());
  const ours = new Map<string, unknown>();
  for (const { key, read } of await source.list()) {
    const content = await read();
    if (content.kind === "text") ours.set(key, JSON.parse(content.text));
  }
  const theirs = oracle.publish(definitions);
  expect([...ours.keys()].sort()).toEqual(Object.keys(theirs).sort());
  for (const [key, document] of ours)
    expect(factsOf(document), key).toEqual(factsOf(theirs[key]));
}
