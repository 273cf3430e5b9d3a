import { beforeAll, describe, expect, test } from "vitest";
import type { Model } from "../../generator/model/model.js";
import { generate } from "../../generator/pipeline.js";
import { builtinSource } from "../../generator/source/builtin.js";
import {
  callOperation,
  callServer,
  operationsWithMethods,
  pathsOf,
  publishedPaths,
  requestLine,
} from "./client-calls.js";
import { goldenCases, goldenFolder, runGolden } from "./golden-case.js";

const clients = [
  {
    folder: "output",
    modelOf: async () => (await generate(builtinSource(), {})).model,
  },
  // What is written for openapi-fetch is no client.
  ...goldenCases()
    .filter((name) => name !== "openapi")
    .map((name) => ({
      folder: `${goldenFolder}/${name}/expected`,
      modelOf: async () => (await runGolden(name)).generation?.model,
    })),
];

describe.each(clients)("the client in $folder", ({ folder, modelOf }) => {
  let model: Model | undefined;
  beforeAll(async () => {
    model = await modelOf();
  });

  test("asks for each operation as it is published", async () => {
    if (model === undefined) return;
    const operations = operationsWithMethods(model);
    const made: string[] = [];
    for (const operation of operations)
      made.push(...(await callOperation(folder, model, operation)));
    expect(made).toEqual(operations.map(requestLine));
  });

  test("asks for what is of no resource by a call of its own", async () => {
    const operations = (model?.operations ?? []).filter(
      ({ outcome }) => outcome.kind === "server",
    );
    for (const operation of operations) {
      const [made, ...more] = await callServer(operation);
      const bare = (line?: string) => line?.replace(/(?<=.)\/$/, "");
      expect(bare(made)).toBe(bare(requestLine(operation)));
      expect(more).toEqual([]);
    }
  });

  test("builds the published paths, and no others", async () => {
    for (const groupVersion of model?.groupVersions ?? []) {
      if (model === undefined || groupVersion.resources.length === 0) continue;
      expect(await pathsOf(folder, groupVersion)).toEqual(
        publishedPaths(model, groupVersion),
      );
    }
  });
});
