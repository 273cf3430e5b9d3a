import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareModels } from "../../generator/diff/compare.js";
import type { Model } from "../../generator/model/model.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { captureOf, documentOf } from "../unit/source-fixtures.js";
import { modelOf } from "./cases.js";

const pods = documentOf("", "v1", "Pod");
const gadgets = documentOf("example.com", "v1", "Gadget");

/** The change of a text in both documents, as it is told. */
async function changed(from: string, to: string) {
  const folder = temporaryFolder();
  const documents = { "api/v1": pods, "apis/example.com/v1": gadgets };
  const files = captureOf(documents);
  const [old, next] = [join(folder, "old"), join(folder, "new")];
  writeFiles(old, files);
  writeFiles(
    next,
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name,
        text.replaceAll(from, to),
      ]),
    ),
  );
  return compareModels(await modelOf(old), await modelOf(next));
}

const name = '"properties":{"name":{"type":"string"}}';

test("a schema that many bodies hold is compared once, and told with all of them", async () => {
  const changes = await changed(
    name,
    '"properties":{"name":{"type":"integer"}}',
  );
  expect(changes).toMatchObject([
    {
      rule: "type-changed",
      before: "string",
      after: "integer",
      place: {
        schema: "example.ObjectMeta",
        path: "name",
        usedBy: [
          { apiVersion: "v1", resource: "pods", path: "metadata.name" },
          {
            apiVersion: "example.com/v1",
            resource: "gadgets",
            path: "metadata.name",
          },
        ],
      },
    },
  ]);
});

test("what a schema is called, and how it is written, is no change", async () => {
  expect(await changed("example.ObjectMeta", "other.Metadata")).toEqual([]);
  const within =
    '"properties":{"name":{"description":"A name.","type":"string"}}';
  expect(await changed(name, within)).toEqual([]);
});

test("what cannot be written is not judged for writing", async () => {
  const [change] = await changed('"required":["items"],', "");
  expect(change).toMatchObject({
    rule: "required-removed",
    verdict: "risky",
    reading: { verdict: "risky" },
    place: { usedBy: [{ body: "list", path: "items" }] },
  });
  expect(change).not.toHaveProperty("writing");
});

test("a schema that holds itself is compared", async () => {
  const self =
    '"properties":{"name":{"type":"string"},"owner":{"$ref":"#/components/schemas/example.ObjectMeta"}}';
  expect(await changed(name, self)).toMatchObject([
    { rule: "field-added", place: { path: "owner" } },
  ]);
});

test("what is deprecated is compared where both sides have descriptions", async () => {
  const folder = temporaryFolder();
  const definition = (field: string): string =>
    readFileSync(
      join(import.meta.dirname, "cases/deprecation-added/old.yaml"),
      "utf8",
    ).replace("{ type: string, description: How large. }", field);
  writeFiles(folder, {
    "bare.yaml": definition("{ type: string }"),
    "described.yaml": definition('{ type: string, description: "Now." }'),
    "deprecated.yaml": definition(
      '{ type: string, description: "Deprecated: no." }',
    ),
  });
  const [bare, described, deprecated] = await Promise.all(
    ["bare", "described", "deprecated"].map((name) =>
      modelOf(join(folder, `${name}.yaml`)),
    ),
  );
  const rules = (old?: Model, next?: Model) =>
    old && next && compareModels(old, next).map(({ rule }) => rule);
  expect(rules(bare, deprecated)).toEqual([]);
  expect(rules(bare, described)).toEqual([]);
  expect(rules(described, deprecated)).toEqual(["deprecation-added"]);
});
