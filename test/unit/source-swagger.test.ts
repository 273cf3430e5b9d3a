import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { stringify } from "yaml";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { loadDocuments } from "../../generator/document/load.js";
import {
  packCapture,
  takeSnapshot,
} from "../../generator/snapshot/snapshot.js";
import { openSource } from "../../generator/source/open.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { captureOf, documentOf, problemsOf } from "./source-fixtures.js";

const answer = { "200": { schema: { $ref: "#/definitions/Thing" } } };
const swagger = {
  swagger: "2.0",
  paths: {
    "/api/v1/pods": { get: { responses: answer } },
    "/apis/apps/v1/deployments": { get: { responses: answer } },
  },
  definitions: { Thing: { type: "object" } },
};
const text = JSON.stringify(swagger);

/** The keys and the hashes of what a path gives. */
async function loadFrom(path: string) {
  const diagnostics = new Diagnostics();
  const source = await openSource([path], {}, diagnostics);
  const loaded = await loadDocuments(source, {}, diagnostics);
  expect(diagnostics.list).toEqual([]);
  return loaded.map(({ key, hash, label }) => ({ key, hash, label }));
}

function written(files: {
  readonly [path: string]: string | Uint8Array;
}): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

describe("Swagger 2.0", () => {
  test.each([
    ["JSON", "swagger.json", text],
    ["YAML", "swagger.yaml", stringify(swagger)],
    ["gzipped JSON", "swagger.json.gz", gzipSync(text)],
    ["the file of a capture", "_openapi-v2.json", text],
  ])(
    "as %s gives a document for each group/version",
    async (_, name, content) => {
      const path = join(written({ [name]: content }), name);
      expect(await loadFrom(path)).toMatchObject([
        { key: "api/v1", label: `${path}: api/v1` },
        { key: "apis/apps/v1", label: `${path}: apis/apps/v1` },
      ]);
    },
  );

  test("stands in for the documents of a capture that has no index, as a folder and as a file", async () => {
    const folder = written({
      "_openapi-v2.json": text,
      "capture.json": `{"_openapi-v2.json":${text}}`,
    });
    const keys = ["api/v1", "apis/apps/v1"];
    for (const path of [folder, join(folder, "capture.json")])
      expect((await loadFrom(path)).map(({ key }) => key)).toEqual(keys);
  });

  test("is beside the documents of a capture that has them, and not read", async () => {
    const documents = captureOf({ "api/v1": documentOf("", "v1", "Pod") });
    const folder = written({ ...documents, "_openapi-v2.json": text });
    expect((await loadFrom(folder)).map(({ key }) => key)).toEqual(["api/v1"]);
  });

  test("may be one of the documents of a folder", async () => {
    const folder = written({ "apis__apps__v1_openapi.json": text });
    const source = await openSource([folder], {}, new Diagnostics());
    const [apps] = await loadDocuments(source, {}, new Diagnostics());
    expect(Object.keys(apps?.document.paths ?? {})).toEqual([
      "/apis/apps/v1/deployments",
    ]);
  });

  test("is captured as what it is converted to, and beside it as it was", async () => {
    const path = join(written({ "swagger.json": text }), "swagger.json");
    const source = await openSource([path], {}, new Diagnostics());
    const files = await takeSnapshot(source, {});
    expect(files.map((file) => file.path)).toEqual([
      "_openapi-v2.json",
      "api/v1.json",
      "apis/apps/v1.json",
      "index.json",
    ]);
    const packed = join(
      written({ "c.json.gz": packCapture(files) }),
      "c.json.gz",
    );
    const hashes = (loaded: readonly { key: string; hash: string }[]) =>
      loaded.map(({ key, hash }) => [key, hash]);
    expect(hashes(await loadFrom(packed))).toEqual(
      hashes(await loadFrom(path)),
    );
  });

  test.each([
    [
      "has a path that leads out of an index",
      { "/apis/../v1/x": {} },
      "bad-index-key",
    ],
    ["has no paths", {}, "no-documents"],
  ])("that %s is refused", async (_, paths, code) => {
    const content = JSON.stringify({ ...swagger, paths });
    const path = join(written({ "s.json": content }), "s.json");
    expect(await problemsOf(() => loadFrom(path))).toMatchObject([{ code }]);
  });

  test("is checked as what it is converted to", async () => {
    const content = JSON.stringify({ ...swagger, definitions: {} });
    const path = join(written({ "s.json": content }), "s.json");
    expect(await problemsOf(() => loadFrom(path))).toMatchObject([
      {
        code: "dangling-reference",
        at: {
          document: `${path}: api/v1`,
          pointer:
            "/paths/~1api~1v1~1pods/get/responses/200/content/*~1*/schema/$ref",
        },
      },
      { code: "dangling-reference" },
    ]);
  });

  test("that a capture does not hold is missed", async () => {
    const folder = written({ "_openapi-v2.json": "{}" });
    expect(await problemsOf(() => loadFrom(folder))).toMatchObject([
      {
        code: "not-openapi",
        at: { document: join(folder, "_openapi-v2.json") },
      },
    ]);
  });
});
