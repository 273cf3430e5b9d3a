import { inspect } from "node:util";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { openSource } from "../../generator/source/open.js";
import { loadDocuments } from "../../generator/document/load.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import {
  captureOf,
  documentOf,
  problemsOf,
  readDocument,
} from "./source-fixtures.js";

const open = (...specs: readonly string[]) =>
  openSource(specs, {}, new Diagnostics());

describe("--from", () => {
  test("names the built-in snapshot, a cluster, a URL, a folder or a file", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      "document.json": JSON.stringify(documentOf("apps", "v1", "Deployment")),
    });
    expect((await open("builtin")).kind).toBe("builtin");
    expect((await open("cluster")).kind).toBe("cluster");
    expect((await open("HTTP://localhost:8001")).kind).toBe("url");
    expect((await open(folder)).kind).toBe("directory");
    expect((await open(join(folder, "document.json"))).kind).toBe("file");
    expect((await open("builtin", folder)).kind).toBe("layers");
  });

  test("that names nothing ends the run", async () => {
    const path = join(temporaryFolder(), "nothing");
    expect(await problemsOf(() => open(path))).toMatchObject([
      {
        code: "source-not-found",
        message: expect.stringContaining(path) as string,
      },
    ]);
    expect(await problemsOf(() => open("ftp://host/x"))).toMatchObject([
      { code: "bad-source" },
    ]);
    expect(await problemsOf(() => open("http://"))).toMatchObject([
      { code: "bad-source" },
    ]);
  });

  test("with a password in the URL is refused without saying it", async () => {
    const problems = await problemsOf(() => open("https://u:s3cret@host:6443"));
    expect(problems).toMatchObject([{ code: "bad-source" }]);
    expect(inspect(problems)).not.toContain("s3cret");
  });

  test.each(["?token=s3cret", "/prefix#s3cret"])(
    "with %s, which would not be sent, is refused without saying it",
    async (tail) => {
      const run = () => open(`https://host:6443${tail}`);
      const problems = await problemsOf(run);
      expect(problems).toMatchObject([{ code: "bad-source" }]);
      expect(inspect(problems)).not.toContain("s3cret");
    },
  );

  test("with two servers and one credential is refused: both would get it", async () => {
    const specs = ["https://one:6443", "https://two:6443"];
    const run = () => openSource(specs, { token: "s3cret" }, new Diagnostics());
    const problems = await problemsOf(run);
    expect(problems).toMatchObject([{ code: "ambiguous-credentials" }]);
    expect(inspect(problems)).not.toContain("s3cret");
    expect(await problemsOf(() => open(...specs))).toEqual([]);
  });

  test("with a token over plain HTTP warns, but for this machine", async () => {
    const warnings = async (url: string): Promise<readonly string[]> => {
      const diagnostics = new Diagnostics();
      await openSource([url], { token: "t" }, diagnostics);
      return diagnostics.list.map(({ code }) => code);
    };
    expect(await warnings("http://kube.example")).toEqual(["token-in-clear"]);
    expect(await warnings("http://localhost:8001")).toEqual([]);
    expect(await warnings("http://[::1]:8001")).toEqual([]);
    expect(await warnings("https://kube.example")).toEqual([]);
  });
});

describe("layers", () => {
  test("are of a version where all of them are of it", async () => {
    const folder = temporaryFolder();
    const layer = (name: string, version?: string): string => {
      const files = captureOf({ "api/v1": documentOf("", "v1", "Pod") });
      const answer = JSON.stringify({ gitVersion: version });
      writeFiles(join(folder, name), { ...files, "_version.json": answer });
      return join(folder, name);
    };
    const one = layer("one", "v1.37.2");
    const same = layer("same", "v1.37.2");
    const other = layer("other", "v1.34.4");
    const none = layer("none");
    const versionOf = async (...specs: readonly string[]) =>
      (await (await open(...specs)).version())?.gitVersion;
    expect(await versionOf(one, same)).toBe("v1.37.2");
    expect(await versionOf(one, other)).toBeUndefined();
    expect(await versionOf(one, none)).toBeUndefined();
    expect(await versionOf(none, one)).toBeUndefined();
  });

  const discoveryOf = (...groups: readonly (readonly [string, string])[]) =>
    JSON.stringify({
      kind: "APIGroupDiscoveryList",
      items: groups.map(([name, mark]) => ({
        metadata: { name },
        versions: [{ version: "v1", mark }],
      })),
    });

  test("replace group/versions of earlier ones, with what discovery says of them, and say so", async () => {
    const folder = temporaryFolder();
    const below = join(folder, "below");
    const above = join(folder, "above");
    const newer = documentOf("apps", "v1", "Daemon");
    writeFiles(below, {
      ...captureOf({
        "api/v1": documentOf("", "v1", "Pod"),
        "apis/apps": { openapi: "3.0.0", info: {}, paths: {} },
        "apis/apps/v1": documentOf("apps", "v1", "Deployment"),
      }),
      "_version.json": '{"gitVersion":"v1.37.2"}',
      "_discovery/api.json": discoveryOf(["", "below"]),
      "_discovery/apis.json": discoveryOf(["apps", "below"]),
    });
    writeFiles(above, {
      ...captureOf({
        "apis/apps": { openapi: "3.0.0", info: {}, paths: {} },
        "apis/apps/v1": newer,
        "apis/stable.example.com/v1": documentOf(
          "stable.example.com",
          "v1",
          "CronTab",
        ),
      }),
      "_version.json": '{"gitVersion":"v1.34.4"}',
      "_discovery/apis.json": discoveryOf(
        ["apps", "above"],
        ["stable.example.com", "above"],
      ),
    });

    const diagnostics = new Diagnostics();
    const source = await openSource([below, above], {}, diagnostics);
    const loaded = await loadDocuments(source, {}, diagnostics);
    expect(loaded.map(({ key }) => key)).toEqual([
      "api/v1",
      "apis/apps",
      "apis/apps/v1",
      "apis/stable.example.com/v1",
    ]);
    expect(await readDocument(source, "apis/apps/v1")).toEqual(newer);
    expect(diagnostics.list).toMatchObject([
      {
        severity: "info",
        code: "layered-group-version",
        message: `"apis/apps/v1" of ${above} replaces that of ${below}`,
      },
    ]);
    expect(await source.version()).toBeUndefined();
    const version = (mark: string) => [{ version: "v1", mark }];
    expect(await source.discovery()).toMatchObject({
      api: { items: [{ versions: version("below") }] },
      apis: {
        items: [
          { metadata: { name: "apps" }, versions: version("above") },
          {
            metadata: { name: "stable.example.com" },
            versions: version("above"),
          },
        ],
      },
    });
  });
});
