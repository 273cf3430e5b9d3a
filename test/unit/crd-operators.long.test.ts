import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Diagnostics } from "../../generator/diagnostics.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import { openSource } from "../../generator/source/open.js";
import type { Source } from "../../generator/source/source.js";
import { factsOf, type JsonObject } from "../cluster/document-facts.js";
import { realCapture } from "./source-fixtures.js";
import { root } from "./source-imports.js";

const capture = realCapture("v1.37-operators");
const archive = join(root, "../shared/specs/operators-crds.tar.xz");
const isThere = capture !== undefined && existsSync(archive);
if (!isThere)
  process.stderr.write("no definitions of operators: nothing to compare\n");

/** Its schema is not structural, so the server did not take it. */
const refused = "argoproj.io";

describe.runIf(isThere)(
  "the definitions of 72 custom resources",
  { timeout: 600_000 },
  () => {
    const live = capture ?? "";
    const folder = mkdtempSync(join(tmpdir(), "kubewright-crds-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    let folders: readonly string[];
    let alone: Source;
    let published: ReadonlyMap<string, JsonObject>;
    beforeAll(async () => {
      execFileSync("tar", ["-xJf", archive, "-C", folder]);
      folders = readdirSync(folder).map((name) => join(folder, name));
      alone = await open([]);
      published = await publishedBy(alone);
    });

    const open = (base: readonly string[]): Promise<Source> =>
      openSource([...base, ...folders], {}, new Diagnostics());

    test("give the very documents that a server published, laid over its own", async () => {
      const documents = await publishedBy(await open([live]));
      expect(documents.size).toBe(29);
      for (const [key, document] of documents)
        expect(withoutKinds(document), key).toEqual(
          withoutKinds(publishedAs(live, key)),
        );
    });

    test("give its documents' facts, laid over nothing", () => {
      expect(published.size).toBe(29);
      for (const [key, document] of published)
        expect(factsOf(document), key).toEqual(factsOf(publishedAs(live, key)));
    });

    test("give what it says of them in its discovery", async () => {
      const ours = groupsOf((await alone.discovery())?.apis);
      const text = readFileSync(`${live}.discovery-apis.json`, "utf8");
      const theirs = groupsOf(JSON.parse(text));
      expect(ours.delete(refused)).toBe(true);
      expect(ours.size).toBe(17);
      for (const [name, group] of ours)
        expect(group, name).toEqual(theirs.get(name));
    });

    test("give, byte for byte, the client that is generated from the server", async () => {
      const diagnostics = new Diagnostics();
      const ours = await generate(
        await openSource(["builtin", ...folders], {}, diagnostics),
        { diagnostics },
      );
      const theirs = await generate(
        await openSource([live], {}, new Diagnostics()),
        {},
      );
      const groups = new Set(published.keys());
      const texts = (of: Generation): ReadonlyMap<string, string> =>
        new Map(
          of.files
            .filter(({ path }) =>
              groups.has(`apis/${path.split("/").slice(0, 2).join("/")}`),
            )
            .map(({ path, text }) => [path, withoutProvenance(text)]),
        );
      const expected = texts(theirs);
      expect(expected.size).toBe(29 * 6);
      expect([...texts(ours).keys()]).toEqual([...expected.keys()]);
      for (const [path, text] of texts(ours))
        expect(text, path).toBe(expected.get(path));
      expect(
        ours.diagnostics
          .filter(({ severity }) => severity !== "info")
          .map(({ code }) => code),
      ).toEqual(["non-structural-schema"]);
    });
  },
);

/** The documents that come of definitions, by their keys. */
async function publishedBy(
  source: Source,
): Promise<ReadonlyMap<string, JsonObject>> {
  const documents = new Map<string, JsonObject>();
  for (const { key, label, read } of await source.list()) {
    if (!label.endsWith(`: ${key}`) || key.includes(refused)) continue;
    const content = await read();
    // Those of the built-in snapshot are values.
    if (content.kind === "text")
      documents.set(key, JSON.parse(content.text) as JsonObject);
  }
  return documents;
}

function publishedAs(folder: string, key: string): JsonObject {
  return JSON.parse(
    readFileSync(join(folder, `${key}.json`), "utf8"),
  ) as JsonObject;
}

/** Servers list all groups that have `DeleteOptions` in documents of custom resources, and in others their own. */
function withoutKinds(document: JsonObject): unknown {
  return JSON.parse(JSON.stringify(document), (name, value: unknown) =>
    name === "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"
      ? {
          ...(value as JsonObject),
          "x-kubernetes-group-version-kind": undefined,
        }
      : value,
  ) as unknown;
}

function groupsOf(list: unknown): Map<string, unknown> {
  const { items } = list as {
    readonly items: readonly { readonly metadata: { readonly name: string } }[];
  };
  return new Map(items.map((group) => [group.metadata.name, group]));
}

function withoutProvenance(text: string): string {
  return text.replace(/^\/\/ Generated by kubewright .*\n/, "");
}
