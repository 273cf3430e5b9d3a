import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { loadDocuments } from "../../generator/document/load.js";
import { directorySource } from "../../generator/source/directory.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import {
  captureOf,
  documentOf,
  hashOf,
  problemsOf,
  readDocument,
  realCapture,
} from "./source-fixtures.js";

const apps = documentOf("apps", "v1", "Deployment");
const core = documentOf("", "v1", "Pod");
const load = (folder: string) =>
  loadDocuments(directorySource(folder), {}, new Diagnostics());

describe("a folder that mirrors the index", () => {
  test("has the documents of the index, with the index's hashes", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, captureOf({ "apis/apps/v1": apps, "api/v1": core }));
    const entries = await directorySource(folder).list();
    expect(entries.map(({ key, hash }) => ({ key, hash }))).toEqual([
      { key: "apis/apps/v1", hash: hashOf(JSON.stringify(apps)) },
      { key: "api/v1", hash: hashOf(JSON.stringify(core)) },
    ]);
    expect(await readDocument(directorySource(folder), "api/v1")).toEqual(core);
  });

  test("has the version and discovery inside, and not the document `version` for it", async () => {
    const folder = temporaryFolder();
    const version = { openapi: "3.0.0", info: {}, paths: {} };
    writeFiles(folder, {
      ...captureOf({ version }),
      "_version.json": '{\n  "gitVersion": "v1.37.2"\n}',
      "_discovery/api.json": '{"items":[]}',
      "_discovery/apis.json": '{"items":[1]}',
      "_openapi-v2.json": '{"swagger":"2.0"}',
    });
    const source = directorySource(folder);
    expect((await source.version())?.gitVersion).toBe("v1.37.2");
    expect(await source.discovery()).toEqual({
      api: { items: [] },
      apis: { items: [1] },
    });
    expect(await source.openapiV2()).toBe('{"swagger":"2.0"}');
    expect(await readDocument(source, "version")).toEqual(version);
  });

  test("has what stands beside it under its name", async () => {
    const folder = temporaryFolder();
    const beside = (what: string): string => `${basename(folder)}.${what}`;
    writeFiles(join(folder, basename(folder)), captureOf({ "api/v1": core }));
    writeFiles(folder, {
      [beside("discovery-api.json")]: '{"items":[]}',
      [beside("discovery-apis.json")]: '{"items":[2]}',
      [beside("openapi-v2.json")]: "{}",
    });
    const source = directorySource(join(folder, basename(folder)));
    expect(await source.discovery()).toEqual({
      api: { items: [] },
      apis: { items: [2] },
    });
    expect(await source.openapiV2()).toBe("{}");
  });

  test("has neither where there are none", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, captureOf({ "api/v1": core }));
    const source = directorySource(folder);
    expect(await source.version()).toBeUndefined();
    expect(await source.discovery()).toBeUndefined();
    expect(await source.openapiV2()).toBeUndefined();
  });

  test("names every document of the index that is not there", async () => {
    const folder = temporaryFolder();
    const files = captureOf({ "apis/apps/v1": apps, "api/v1": core });
    writeFiles(folder, { "index.json": files["index.json"] ?? "" });
    expect(await problemsOf(() => load(folder))).toMatchObject([
      {
        code: "document-missing",
        message: expect.stringContaining('"api/v1"'),
        at: { document: join(folder, "index.json") },
      },
      {
        code: "document-missing",
        message: expect.stringContaining('"apis/apps/v1"'),
      },
    ]);
  });

  test.each(["../../../etc/passwd", "/etc/passwd", "api/./v1", "a\\b", ""])(
    "refuses the key %j",
    async (key) => {
      const folder = temporaryFolder();
      const entry = { serverRelativeURL: `/openapi/v3/${key}?hash=A` };
      const index = JSON.stringify({ paths: { [key]: entry } });
      writeFiles(folder, { "index.json": index });
      expect(await problemsOf(() => load(folder))).toMatchObject([
        { code: "bad-index-key" },
      ]);
    },
  );
});

describe("a folder named as kubernetes/kubernetes names it", () => {
  test("has a document for each file, JSON or YAML, and a hash of its text", async () => {
    const folder = temporaryFolder();
    const yaml = "openapi: 3.0.0\ninfo: {title: x}\npaths: {}\n";
    writeFiles(folder, {
      "apis__apps__v1_openapi.json": JSON.stringify(apps),
      ".well-known__openid-configuration_openapi.json": JSON.stringify(core),
      "apis__batch__v1_openapi.yaml": yaml,
      "README.md": "not a document",
    });
    const loaded = await load(folder);
    expect(
      loaded.map(({ key, group, version, hash }) => ({
        key,
        group,
        version,
        hash,
      })),
    ).toEqual([
      {
        key: ".well-known/openid-configuration",
        hash: hashOf(JSON.stringify(core)),
      },
      {
        key: "apis/apps/v1",
        group: "apps",
        version: "v1",
        hash: hashOf(JSON.stringify(apps)),
      },
      {
        key: "apis/batch/v1",
        group: "batch",
        version: "v1",
        hash: hashOf(yaml),
      },
    ]);
    expect(loaded[2]?.document.info).toEqual({ title: "x" });
  });

  test("may not have a document twice", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      "api__v1_openapi.json": "{}",
      "api__v1_openapi.yaml": "{}",
    });
    expect(await problemsOf(() => load(folder))).toMatchObject([
      {
        code: "document-twice",
        message: expect.stringContaining('"api/v1"') as string,
      },
    ]);
  });

  test("that holds captures, and none itself, is met with their names", async () => {
    const folder = temporaryFolder();
    writeFiles(join(folder, "v1.37"), captureOf({ "api/v1": core }));
    expect(await problemsOf(() => load(folder))).toMatchObject([
      {
        code: "no-documents",
        hint: `did you mean "${join(folder, "v1.37")}"?`,
      },
    ]);
  });
});

describe("documents", () => {
  test("have the parameters of their paths in each operation, their own first of two", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, captureOf({ "apis/apps/v1": apps }));
    const [loaded] = await load(folder);
    const item =
      loaded?.document.paths[
        "/apis/apps/v1/namespaces/{namespace}/deployments"
      ];
    expect(item).not.toHaveProperty("parameters");
    expect(
      item?.get?.parameters?.map(({ name, schema }) => [name, schema?.type]),
    ).toEqual([
      ["namespace", "string"],
      ["limit", "integer"],
      ["watch", "boolean"],
    ]);
    expect(item?.post?.parameters?.map(({ name }) => name)).toEqual([
      "namespace",
      "limit",
    ]);
  });

  test("come sorted by key, whatever the order of the index is", async () => {
    const folder = temporaryFolder();
    const one = captureOf({ "api/v1": core, "apis/apps/v1": apps });
    const other = captureOf({ "apis/apps/v1": apps, "api/v1": core });
    writeFiles(join(folder, "one"), one);
    writeFiles(join(folder, "other"), other);
    const keys = async (name: string): Promise<readonly string[]> =>
      (await load(join(folder, name))).map(({ key }) => key);
    expect(await keys("one")).toEqual(["api/v1", "apis/apps/v1"]);
    expect(await keys("other")).toEqual(["api/v1", "apis/apps/v1"]);
  });
});

describe.each(["v1.37", "v1.34", "v1.37-operators"])(
  "the capture %s",
  (name) => {
    const folder = realCapture(name);

    test.runIf(folder !== undefined)(
      "loads whole, without a word to say",
      async () => {
        const path = folder ?? "";
        const diagnostics = new Diagnostics();
        const source = directorySource(path);
        const loaded = await loadDocuments(source, {}, diagnostics);
        const index = JSON.parse(
          readFileSync(join(path, "index.json"), "utf8"),
        ) as { readonly paths: object };
        expect(loaded).toHaveLength(Object.keys(index.paths).length);
        expect(diagnostics.list).toEqual([]);
        expect((await source.version())?.gitVersion).toMatch(/^v1\.3[47]\./);
        expect(await source.discovery()).toMatchObject({
          api: { kind: "APIGroupDiscoveryList" },
          apis: { kind: "APIGroupDiscoveryList" },
        });
      },
    );
  },
);
