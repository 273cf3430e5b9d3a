import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import type { Document } from "../../generator/document/openapi.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import { directorySource } from "../../generator/source/directory.js";
import { openSource } from "../../generator/source/open.js";
import type { Source } from "../../generator/source/source.js";
import { readDocument } from "../oracle/published.js";
import { realCapture } from "./source-fixtures.js";
import { root } from "./source-imports.js";
import {
  differences,
  lessened,
  type Difference,
} from "./swagger-differences.js";
import { typeCheck } from "./type-check.js";

/** The files of built-in APIs in which leaving the defaults out shows; of custom resources it is most. */
const filesWithDefaults: Readonly<Record<string, readonly string[]>> = {
  "v1.34": ["core/v1/types.ts", "resource.k8s.io/v1/types.ts"],
  "v1.37": [
    "certificates.k8s.io/v1/types.ts",
    "core/v1/types.ts",
    "resource.k8s.io/v1/types.ts",
  ],
};

describe.each(["v1.34", "v1.37", "v1.37-operators"])(
  "the capture %s",
  (name) => {
    const capture = realCapture(name) ?? "";
    let throughV2: Generation;
    let whole: Generation;

    beforeAll(async () => {
      if (capture === "") return;
      throughV2 = await generate(await v2Of(capture), {});
      whole = await throughV3(capture, []);
    });

    test.runIf(capture !== "")("has the same documents in both", async () => {
      const keysOf = async (source: Source): Promise<readonly string[]> =>
        (await source.list()).map(({ key }) => key).sort();
      expect(await keysOf(await v2Of(capture))).toEqual(
        await keysOf(directorySource(capture)),
      );
      expect(throughV2.diagnostics).toEqual([]);
      expect(throughV2.byPrettier).toBe(0);
    });

    test.runIf(capture !== "")(
      "gives the same client through v2 as through v3, but for what v2 leaves out",
      async () => {
        const lessened = await throughV3(capture, differences);
        expect(differing(throughV2, lessened)).toEqual([]);
      },
    );

    test.runIf(filesWithDefaults[name] !== undefined && capture !== "")(
      "says less in few files, as it has no custom resources",
      () => {
        expect(differing(throughV2, whole)).toEqual(filesWithDefaults[name]);
      },
    );

    test.runIf(capture !== "")(
      "gives the same resources, verbs and patch types",
      () => {
        expect(resourcesOf(throughV2)).toEqual(resourcesOf(whole));
        expect(throughV2.model.operations).toEqual(whole.model.operations);
      },
    );

    test.runIf(name === "v1.37-operators" && capture !== "")(
      "gives a client through v2 that compiles",
      () => {
        const texts = new Map(
          throughV2.files
            .filter(({ path }) => path.endsWith(".ts"))
            .map(({ path, text }) => [join(root, ".captures-v2", path), text]),
        );
        expect(typeCheck([...texts.keys()], texts)).toEqual([]);
      },
      300_000,
    );
  },
);

const operators = realCapture("v1.37-operators") ?? "";

describe.runIf(operators !== "")("custom resources through v2", () => {
  let documents: readonly Document[];
  let whole: string;

  beforeAll(async () => {
    const entries = await directorySource(operators).list();
    documents = await Promise.all(entries.map(readDocument));
    whole = textOf([]);
  });

  const textOf = (list: readonly Difference[]): string =>
    JSON.stringify(documents.map((document) => lessened(document, list)));

  test.each(differences.map((difference) => [difference.reason, difference]))(
    "are not told %s",
    (_, difference) => {
      expect(textOf([difference]) === whole).toBe(false);
    },
  );
});

/** What the server answered at `/openapi/v2`, which the version of is said on every file. */
async function v2Of(capture: string): Promise<Source> {
  const source = await openSource(
    [`${capture}.openapi-v2.json`],
    {},
    new Diagnostics(),
  );
  return { ...source, version: () => directorySource(capture).version() };
}

/** A client from what the server answered at `/openapi/v3`, without what the differences leave out. */
async function throughV3(
  capture: string,
  list: readonly Difference[],
): Promise<Generation> {
  const source = directorySource(capture);
  const entries = await source.list();
  const lessenedEntries = entries.map((entry) => ({
    ...entry,
    read: async () => ({
      kind: "value" as const,
      value: lessened(await readDocument(entry), list),
    }),
  }));
  return generate(
    { ...source, list: () => Promise.resolve(lessenedEntries) },
    {},
  );
}

/** The paths of the files that differ in more than their first line, which says the hash of a document. */
function differing(a: Generation, b: Generation): readonly string[] {
  const rests = ({ files }: Generation): ReadonlyMap<string, string> =>
    new Map(
      files.map(({ path, text }) => [path, text.slice(text.indexOf("\n"))]),
    );
  const [ours, theirs] = [rests(a), rests(b)];
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((path) => ours.get(path) !== theirs.get(path))
    .sort();
}

function resourcesOf({ model }: Generation): readonly unknown[] {
  return model.groupVersions.map(({ directory, resources }) => ({
    directory,
    resources,
  }));
}
