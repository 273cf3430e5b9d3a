import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { Diagnostics } from "../../generator/diagnostics.js";
import { loadDocuments } from "../../generator/document/load.js";
import { openSource } from "../../generator/source/open.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import {
  captureOf,
  documentOf,
  problemsOf,
  type DocumentJson,
} from "./source-fixtures.js";

const apps = documentOf("apps", "v1", "Deployment");

async function open(content: string | Uint8Array, name = "document.json") {
  const folder = temporaryFolder();
  writeFiles(folder, { [name]: content });
  const path = join(folder, name);
  return { path, source: await openSource([path], {}, new Diagnostics()) };
}

async function keysOf(document: DocumentJson): Promise<readonly string[]> {
  const { source } = await open(JSON.stringify(document));
  return (await source.list()).map(({ key }) => key);
}

describe("one document in a file", () => {
  test.each([
    ["JSON", JSON.stringify(apps, null, 2)],
    ["JSON with a byte order mark", `\uFEFF${JSON.stringify(apps)}`],
    ["YAML", stringify(apps)],
    ["gzipped JSON", gzipSync(JSON.stringify(apps))],
  ])("may be %s", async (_, content) => {
    const { source } = await open(content, "whatever");
    const loaded = await loadDocuments(source, {}, new Diagnostics());
    expect(loaded).toMatchObject([
      { key: "apis/apps/v1", group: "apps", version: "v1" },
    ]);
    expect(loaded[0]?.hash).toMatch(/^[0-9A-F]{128}$/);
    expect(loaded[0]?.document.components.schemas).toEqual(
      (apps["components"] as DocumentJson)["schemas"],
    );
  });

  test.each([
    [["/api/v1/", "/api/v1/pods"], "api/v1"],
    [["/apis/apps/v1/deployments"], "apis/apps/v1"],
    [["/apis/", "/apis/apps/", "/apis/apps/v1/x"], "apis/apps/v1"],
    [["/apis/apps/"], "apis/apps"],
    [["/version/"], "version"],
    [["/logs/", "/logs/{logpath}"], "logs"],
    [["/openid/v1/jwks/"], "openid/v1/jwks"],
  ])("with the paths %j is %s", async (paths, key) => {
    const items = Object.fromEntries(paths.map((path) => [path, {}]));
    const document = { openapi: "3.0.0", info: {}, paths: items };
    expect(await keysOf(document)).toEqual([key]);
  });

  test("of several group/versions is refused, with their names", async () => {
    const paths = { "/api/v1/pods": {}, "/apis/apps/v1/deployments": {} };
    const text = JSON.stringify({ openapi: "3.0.0", info: {}, paths });
    expect(await problemsOf(() => open(text))).toMatchObject([
      {
        code: "several-group-versions",
        message: expect.stringContaining("api/v1, apis/apps/v1") as string,
      },
    ]);
  });

  test("is not an index", async () => {
    const text = captureOf({ "apis/apps/v1": apps })["index.json"] ?? "";
    expect(await problemsOf(() => open(text))).toMatchObject([
      { code: "index-without-documents" },
    ]);
  });
});

describe("a capture in a file", () => {
  const files: Readonly<Record<string, string>> = {
    ...captureOf({ "apis/apps/v1": apps }),
    "_version.json": '{"gitVersion":"v1.37.2"}',
    "_discovery/apis.json": '{"items":[]}',
  };
  const packed = JSON.stringify(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, JSON.parse(text)]),
    ),
  );

  test.each([
    ["gzipped", gzipSync(packed)],
    ["plain", packed],
  ])("may be %s", async (_, content) => {
    const { source } = await open(content, "capture.json.gz");
    const [loaded] = await loadDocuments(source, {}, new Diagnostics());
    expect(loaded).toMatchObject({ key: "apis/apps/v1", group: "apps" });
    const index = JSON.parse(files["index.json"] ?? "") as {
      readonly paths: Readonly<Record<string, { serverRelativeURL: string }>>;
    };
    expect(index.paths["apis/apps/v1"]?.serverRelativeURL).toContain(
      `hash=${loaded?.hash}`,
    );
    expect((await source.version())?.gitVersion).toBe("v1.37.2");
    expect(await source.discovery()).toEqual({ apis: { items: [] } });
  });

  test("that lacks a document names it", async () => {
    const { "index.json": index } = JSON.parse(packed) as DocumentJson;
    const { source } = await open(JSON.stringify({ "index.json": index }));
    const load = () => loadDocuments(source, {}, new Diagnostics());
    expect(await problemsOf(load)).toMatchObject([
      {
        code: "document-missing",
        message: expect.stringContaining('"apis/apps/v1"') as string,
      },
    ]);
  });

  test("that is cut off says so", async () => {
    const half = gzipSync(packed).subarray(0, 100);
    expect(await problemsOf(() => open(half))).toMatchObject([
      {
        code: "invalid-gzip",
        message: expect.stringContaining("unexpected end of file") as string,
      },
    ]);
  });
});
