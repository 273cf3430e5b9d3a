import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { loadDocuments } from "../../generator/document/load.js";
import { directorySource } from "../../generator/source/directory.js";
import { openSource } from "../../generator/source/open.js";
import type { Source } from "../../generator/source/source.js";
import {
  packCapture,
  takeSnapshot,
} from "../../generator/snapshot/snapshot.js";
import { withoutDescriptions } from "../../generator/snapshot/without-descriptions.js";
import {
  writeCaptureFile,
  writeCaptureFolder,
} from "../../generator/snapshot/write.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import {
  captureOf,
  documentOf,
  problemsOf,
  treeOf,
  type DocumentJson,
} from "./source-fixtures.js";

const files = {
  ...captureOf({
    "api/v1": documentOf("", "v1", "Pod"),
    "apis/apps/v1": documentOf("apps", "v1", "Deployment"),
    version: { openapi: "3.0.0", info: {}, paths: {} },
  }),
  "_version.json": '{"gitVersion":"v1.37.2"}',
  "_discovery/api.json": '{"kind":"APIGroupDiscoveryList"}',
  "_discovery/apis.json": '{"kind":"APIGroupDiscoveryList","items":[]}',
  "_openapi-v2.json": '{"swagger":"2.0"}',
};

function capturedFolder(): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

const load = (source: Source) => loadDocuments(source, {}, new Diagnostics());

describe("a snapshot", () => {
  test("in a folder is what it was taken of, byte for byte", async () => {
    const from = capturedFolder();
    const to = join(temporaryFolder(), "copy");
    writeCaptureFolder(to, await takeSnapshot(directorySource(from), {}));
    const copy = treeOf(to);
    for (const [path, text] of Object.entries(files))
      if (path === "index.json")
        expect(JSON.parse(copy[path] ?? "")).toEqual(JSON.parse(text));
      else expect(copy[path]).toBe(text);
    expect(await load(directorySource(to))).toMatchObject(
      (await load(directorySource(from))).map(({ key, hash, document }) => ({
        key,
        hash,
        document,
      })),
    );
  });

  test("in a file is read as the folder is, and its bytes are the same each time", async () => {
    const from = directorySource(capturedFolder());
    const packed = packCapture(await takeSnapshot(from, {}));
    expect(packCapture(await takeSnapshot(from, {})).equals(packed)).toBe(true);
    expect(packed.readUInt32LE(4)).toBe(0);
    const path = join(temporaryFolder(), "capture.json.gz");
    writeCaptureFile(path, packed);
    const source = await openSource([path], {}, new Diagnostics());
    const facts = (await load(source)).map(({ key, hash, document }) => ({
      key,
      hash,
      document,
    }));
    expect(await load(from)).toMatchObject(facts);
    expect((await source.version())?.gitVersion).toBe("v1.37.2");
    expect(await source.discovery()).toEqual(await from.discovery());
    expect(await source.openapiV2()).toBe('{"swagger":"2.0"}');
  });

  test("without descriptions keeps the server's hashes, and has no Swagger 2.0", async () => {
    const from = directorySource(capturedFolder());
    const options = { withoutDescriptions: true };
    const taken = await takeSnapshot(from, options);
    const paths = taken.map(({ path }) => path);
    expect(paths).not.toContain("_openapi-v2.json");
    const to = temporaryFolder();
    writeCaptureFolder(join(to, "x"), taken);
    const hashes = async (source: Source) =>
      (await load(source)).map(({ key, hash }) => ({ key, hash }));
    expect(await hashes(directorySource(join(to, "x")))).toEqual(
      await hashes(from),
    );
  });

  test("of YAML is JSON", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      "apis__apps__v1_openapi.yaml": "openapi: 3.0.0\ninfo: {}\npaths: {}\n",
    });
    const taken = await takeSnapshot(directorySource(folder), {});
    expect(taken.find(({ path }) => path === "apis/apps/v1.json")?.text).toBe(
      '{"openapi":"3.0.0","info":{},"paths":{}}',
    );
  });

  test("of something broken is not taken", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { ...files, "api/v1.json": '{"openapi":"3.0.0"' });
    const run = () => takeSnapshot(directorySource(folder), {});
    expect(await problemsOf(run)).toMatchObject([{ code: "invalid-json" }]);
  });

  test("in a file replaces another capture, and nothing else", async () => {
    const path = join(temporaryFolder(), "data.json.gz");
    const from = directorySource(capturedFolder());
    const packed = packCapture(await takeSnapshot(from, {}));
    for (const foreign of ["mine", gzipSync('{"mine":true}')]) {
      writeFileSync(path, foreign);
      const run = () => writeCaptureFile(path, packed);
      expect(await problemsOf(run)).toMatchObject([
        {
          code: "foreign-file",
          message: expect.stringContaining(path) as string,
        },
      ]);
      expect(readFileSync(path).equals(Buffer.from(foreign))).toBe(true);
    }
    writeFileSync(path, gzipSync('{"index.json":{"paths":{}}}'));
    writeCaptureFile(path, packed);
    expect(readFileSync(path).equals(packed)).toBe(true);
  });

  test("replaces another capture, and nothing else", async () => {
    const target = capturedFolder();
    const small = captureOf({ "api/v1": documentOf("", "v1", "Pod") });
    const from = temporaryFolder();
    writeFiles(from, small);
    const taken = await takeSnapshot(directorySource(from), {});
    writeFiles(target, { "notes.txt": "mine" });
    const before = treeOf(target);
    expect(
      await problemsOf(() => writeCaptureFolder(target, taken)),
    ).toMatchObject([
      {
        code: "foreign-file",
        message: expect.stringContaining("notes.txt") as string,
      },
    ]);
    expect(treeOf(target)).toEqual(before);

    const other = capturedFolder();
    writeCaptureFolder(other, taken);
    expect(Object.keys(treeOf(other)).sort()).toEqual([
      "api",
      "api/v1.json",
      "index.json",
    ]);
  });
});

describe("taking descriptions out", () => {
  test("goes by position: the keyword goes, a property of that name stays", () => {
    const document = documentOf("apps", "v1", "Deployment");
    const stripped = withoutDescriptions({
      ...document,
      info: { title: "Kubernetes", description: "prose" },
    });
    const text = JSON.stringify(stripped);
    for (const prose of [
      "prose",
      "object name",
      "list objects",
      "a body",
      "OK",
      "is a thing",
      "a property",
    ])
      expect(text).not.toContain(`"description":"${prose}`);
    const { schemas } = stripped["components"] as {
      readonly schemas: Readonly<Record<string, DocumentJson>>;
    };
    expect(schemas["example.apps.v1.Deployment"]?.["properties"]).toEqual({
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { $ref: "#/components/schemas/example.ObjectMeta" },
      description: { type: "string" },
    });
  });

  test("leaves values alone that are called so: defaults, examples and enums", () => {
    const schema = {
      type: "object",
      description: "prose",
      default: { description: "a value" },
      example: { description: "a value" },
      enum: [{ description: "a value" }],
      additionalProperties: { type: "string", description: "prose" },
      allOf: [{ description: "prose", not: { description: "prose" } }],
      items: { description: "prose", oneOf: [{ description: "prose" }] },
    };
    const components = { schemas: { description: schema } };
    expect(withoutDescriptions({ components })).toEqual({
      components: {
        schemas: {
          description: {
            type: "object",
            default: { description: "a value" },
            example: { description: "a value" },
            enum: [{ description: "a value" }],
            additionalProperties: { type: "string" },
            allOf: [{ not: {} }],
            items: { oneOf: [{}] },
          },
        },
      },
    });
  });

  test("keeps as a fact that something is deprecated, where the text stood", () => {
    const schemas = {
      Old: {
        type: "object",
        description: "Old is old. Deprecated: use New.",
        properties: {
          gone: {
            description: "Deprecated.",
            allOf: [{ $ref: "#/components/schemas/New" }],
          },
        },
      },
      New: { description: "New is not deprecated", type: "object" },
    };
    expect(
      JSON.stringify(withoutDescriptions({ components: { schemas } })),
    ).toBe(
      JSON.stringify({
        components: {
          schemas: {
            Old: {
              type: "object",
              "x-kubewright-deprecated": true,
              properties: {
                gone: {
                  "x-kubewright-deprecated": true,
                  allOf: [{ $ref: "#/components/schemas/New" }],
                },
              },
            },
            New: { type: "object" },
          },
        },
      }),
    );
  });
});
