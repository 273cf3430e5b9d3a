import { execFileSync } from "node:child_process";
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { captureOf, documentOf, hashOf } from "../unit/source-fixtures.js";
import { changingServer, textOf } from "./changing-server.js";
import { projectOf } from "./project.js";

const index = "/openapi/v3";

describe("generate, from a server", () => {
  test("asks for the index alone where nothing changed, and writes nothing", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    expect(await project.generate()).toMatchObject({ code: 0 });
    const [tree, times] = [project.tree(), project.times()];
    const lock = statSync(project.lock, { bigint: true }).mtimeNs;
    server.asked();
    const { code, stderr } = await project.generate();
    expect(server.asked()).toEqual([index]);
    expect([code, stderr]).toEqual([
      0,
      `${project.out} is up to date (${String(Object.keys(times).length)} files)\n`,
    ]);
    expect([project.tree(), project.times()]).toEqual([tree, times]);
    expect(statSync(project.lock, { bigint: true }).mtimeNs).toBe(lock);
  });

  test("asks for the document that changed, and changes what is made of it", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    const [tree, times] = [project.tree(), project.times()];
    server.asked();
    server.documents.set("apis/apps/v1", textOf("apps", "v1", "ReplicaSet"));
    expect(await project.generate()).toMatchObject({ code: 0 });
    const asked = server.asked();
    expect(asked.filter((path) => path.startsWith(`${index}/`))).toEqual([
      `${index}/apis/apps/v1`,
    ]);
    expect(asked.filter((path) => path === index)).toHaveLength(1);
    const after = project.tree();
    const changed = Object.keys(after).filter((at) => after[at] !== tree[at]);
    expect(changed).toContain("apps/v1/types.ts");
    expect(changed.filter((path) => path.startsWith("core/"))).toEqual([]);
    for (const [path, time] of Object.entries(project.times()))
      if (!changed.includes(path)) expect(time, path).toBe(times[path]);
  });

  test("does all of the work with --force, and where an option or a file changed", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    const client = join(project.out, "core/v1/client.ts");
    const written = readFileSync(client, "utf8");

    const forced = await project.generate("--force");
    expect(forced.stderr).toContain("reading ");
    const other = await project.generate("--import-extension", "ts");
    expect(other.stderr).toMatch(/^wrote .*changed$/m);
    await project.generate();
    expect(readFileSync(client, "utf8")).toBe(written);

    writeFileSync(client, "mine");
    const restored = await project.generate();
    expect(restored.stderr).toContain("warning[edited-file]");
    expect(readFileSync(client, "utf8")).toBe(written);
    rmSync(client);
    await project.generate();
    expect(readFileSync(client, "utf8")).toBe(written);
    expect((await project.generate()).stderr).toMatch(/^.* is up to date/);
  });

  test("notices a prettier configuration, and what changes in it", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    writeFiles(project.folder, { ".prettierrc": '{"tabWidth": 2}' });
    expect((await project.generate()).stderr).toContain("reading ");
    expect((await project.generate()).stderr).toMatch(/^.* is up to date/);
    writeFiles(project.folder, { ".prettierrc": '{"useTabs": false}' });
    expect((await project.generate()).stderr).toContain("reading ");
    // What a program says may differ each time.
    rmSync(join(project.folder, ".prettierrc"));
    const program = { "prettier.config.mjs": "export default {};" };
    writeFiles(project.folder, program);
    await project.generate();
    expect((await project.generate()).stderr).toContain("reading ");
  });

  test("says again what it had to say, and tries again what was down", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    const args = ["--exclude", "nothing.example.com"];
    const said = expect.stringContaining('--exclude "nothing.example.com"');
    expect((await project.generate(...args)).stderr).toEqual(said);
    server.asked();
    expect((await project.generate(...args)).stderr).toEqual(said);
    expect(server.asked()).toEqual([index]);
    const strict = await project.generate(...args, "--strict");
    expect(strict).toMatchObject({ code: 1, stderr: said });

    const group = "apis/far.example.com/v1";
    server.documents.set(group, textOf("far.example.com", "v1", "Star"));
    server.down.add(group);
    const without = await project.generate();
    expect(without.stderr).toContain("warning[unavailable-group-version]");
    server.down.clear();
    expect(await project.generate()).toMatchObject({ code: 0 });
    expect(existsSync(join(project.out, "far.example.com/v1"))).toBe(true);
  });

  test("does not care which of many servers a document of no group is of", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    const [lock, tree] = [readFileSync(project.lock, "utf8"), project.tree()];
    const other =
      '{"openapi":"3.0.0","info":{"title":"other"},"paths":{"/version/":{}}}';
    server.documents.set("version", other);
    server.asked();
    await project.generate();
    expect(server.asked()).toEqual([index]);
    await project.generate("--force");
    expect(readFileSync(project.lock, "utf8")).toBe(lock);
    expect(project.tree()).toEqual(tree);
    expect(await project.generate("--check", "--force")).toMatchObject({
      code: 0,
    });
  });
});

describe("generate, from files", () => {
  const documents = (kind: string): Record<string, string> =>
    captureOf({ "api/v1": documentOf("", "v1", kind) });

  test("reads nothing where no file changed, and all where one did", async () => {
    const from = join(temporaryFolder(), "openapi");
    writeFiles(from, documents("Pod"));
    const project = projectOf(from);
    await project.generate();
    expect((await project.generate()).stderr).toMatch(/^.* is up to date/);
    expect(existsSync(project.lock)).toBe(false);

    // Of the same size, and with the time that it had.
    const path = join(from, "api/v1.json");
    const { atime, mtime } = statSync(path);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replaceAll("Pod", "Pad"));
    utimesSync(path, atime, mtime);
    expect((await project.generate()).stderr).toContain("wrote ");
    writeFiles(from, { "_discovery/api.json": "{}" });
    expect((await project.generate()).stderr).toContain("reading ");
  });

  test("reads again what is no file", async () => {
    const from = join(temporaryFolder(), "pipe");
    const text = textOf("", "v1", "Pod");
    const project = projectOf(from);
    for (const round of ["first", "second"]) {
      execFileSync("mkfifo", [from]);
      const written = writeFile(from, text);
      const { code, stderr } = await project.generate();
      await written;
      rmSync(from);
      expect(code, round).toBe(0);
      expect(stderr).toContain("reading ");
    }
  });

  test("keeps no note with --no-cache", async () => {
    const from = join(temporaryFolder(), "openapi");
    writeFiles(from, documents("Pod"));
    const project = projectOf(from);
    await project.generate("--no-cache");
    expect(existsSync(project.cache)).toBe(false);
    const again = await project.generate("--no-cache");
    expect(again.stderr).toContain("reading ");
    const offline = await project.generate("--no-cache", "--offline");
    expect(offline.code).toBe(2);
  });

  test("takes a note that is damaged for none", async () => {
    const from = join(temporaryFolder(), "openapi");
    writeFiles(from, documents("Pod"));
    const project = projectOf(from);
    await project.generate();
    const notes = join(project.cache, "outputs");
    const [note = ""] = readdirSync(notes);
    const whole = JSON.parse(readFileSync(join(notes, note), "utf8")) as object;
    const said = { code: "x", message: "m", severity: "warning" };
    const saying = [{ at: null }, { at: {} }, { hint: 7 }].map((wrong) =>
      JSON.stringify({ ...whole, diagnostics: [{ ...said, ...wrong }] }),
    );
    for (const text of ["", "{", "[]", '{"files": 1}', "null", ...saying]) {
      writeFileSync(join(notes, note), text);
      const { code, stderr } = await project.generate();
      expect(code).toBe(0);
      expect(stderr).toContain("reading ");
    }
  });
});

describe("the cache", () => {
  const entryOf = (cache: string, text: string): string =>
    join(cache, "documents", hashOf(text).slice(0, 2), `${hashOf(text)}.json`);

  test("does not wait for an entry that is a pipe", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    const [document = ""] = server.documents.values();
    const entry = entryOf(project.cache, document);
    rmSync(entry);
    execFileSync("mkfifo", [entry]);
    expect(await project.generate("--force")).toMatchObject({ code: 0 });
    expect(readFileSync(entry, "utf8")).toBe(document);
  });

  test("is for its owner alone", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    const entry = entryOf(project.cache, server.documents.get("api/v1") ?? "");
    expect(statSync(entry).mode & 0o777).toBe(0o600);
    expect(statSync(project.cache).mode & 0o777).toBe(0o700);
  });

  test.each([
    ["cut off", (text: string) => text.slice(0, 100)],
    ["of another document", () => textOf("", "v1", "Intruder")],
    ["empty", () => ""],
  ])("asks again for an entry that is %s", async (_, damaged) => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    const tree = project.tree();
    const text = server.documents.get("api/v1") ?? "";
    const entry = entryOf(project.cache, text);
    writeFileSync(entry, damaged(text));
    server.asked();
    expect(await project.generate("--force")).toMatchObject({ code: 0 });
    expect(server.asked()).toContain(`${index}/api/v1`);
    expect(project.tree()).toEqual(tree);
    expect(readFileSync(entry, "utf8")).toBe(text);
  });

  test("that cannot be written is told of, and nobody's end", async () => {
    const server = await changingServer();
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const project = projectOf(server.url, { KUBEWRIGHT_CACHE_DIR: file });
    const { code, stderr } = await project.generate();
    expect(code).toBe(0);
    expect(stderr).toContain("warning[unusable-cache]");
    expect(existsSync(join(project.out, "core/v1/client.ts"))).toBe(true);
  });

  test("keeps to its size: what was used last stays", async () => {
    const server = await changingServer();
    const project = projectOf(server.url, { KUBEWRIGHT_CACHE_MIB: "0.002" });
    await project.generate();
    const files = readdirSync(join(project.cache, "documents"), {
      recursive: true,
      encoding: "utf8",
    }).filter((name) => name.endsWith(".json"));
    expect(files.length).toBeGreaterThan(0);
    expect(files.length).toBeLessThan(server.documents.size);
  });

  test("serves other projects", async () => {
    const server = await changingServer();
    const first = projectOf(server.url);
    await first.generate();
    server.asked();
    const second = projectOf(server.url, { KUBEWRIGHT_CACHE_DIR: first.cache });
    await second.generate();
    expect(
      server.asked().filter((path) => path.startsWith(`${index}/`)),
    ).toEqual([]);
    expect(second.tree()).toEqual(first.tree());
  });
});
