import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { problemsOf, treeOf } from "./source-fixtures.js";
import { besides, newFolder, write } from "./write-fixtures.js";

const first = { "index.ts": "1\n", "core/v1/types.ts": "pod\n" };

const paths = (files: readonly { readonly path: string }[]) =>
  files.map(({ path }) => path);

describe("writing", () => {
  test("makes the folder, and leaves nothing beside it", () => {
    const folder = join(temporaryFolder(), "a/b/k8s");
    const { created } = write(folder, first);
    expect(paths(created)).toEqual([
      "core/v1/types.ts",
      "index.ts",
      "manifest.json",
    ]);
    expect(treeOf(folder)).toMatchObject(first);
    expect(besides(folder)).toEqual([]);
  });

  test("touches nothing where nothing differs", () => {
    const folder = newFolder();
    write(folder, first);
    const before = statSync(folder);
    const { created, updated, deleted, unchanged } = write(folder, first);
    expect([created, updated, deleted]).toEqual([[], [], []]);
    expect(unchanged).toHaveLength(3);
    const after = statSync(folder);
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  test("leaves the time of what stays, and deletes what is no longer generated with its folder", () => {
    const folder = newFolder();
    write(folder, { ...first, "apps/v1/types.ts": "deployment\n" });
    const long = new Date("2001-02-03T04:05:06Z");
    utimesSync(join(folder, "core/v1/types.ts"), long, long);
    const { created, updated, deleted } = write(folder, {
      ...first,
      "index.ts": "2\n",
    });
    expect(created).toEqual([]);
    expect(paths(updated)).toEqual(["index.ts", "manifest.json"]);
    expect(deleted).toEqual(["apps/v1/types.ts"]);
    expect(Object.keys(treeOf(folder))).toEqual([
      "core",
      "core/v1",
      "core/v1/types.ts",
      "index.ts",
      "manifest.json",
    ]);
    expect(statSync(join(folder, "core/v1/types.ts")).mtime).toEqual(long);
    expect(readFileSync(join(folder, "index.ts"), "utf8")).toBe("2\n");
  });

  test("leaves files, links and folders of other people where they are", () => {
    const folder = newFolder();
    write(folder, { ...first, "apps/v1/types.ts": "deployment\n" });
    writeFiles(folder, {
      "own.ts": "mine\n",
      "apps/v1/own.ts": "mine too\n",
      "own/deep/file": "x",
    });
    mkdirSync(join(folder, "empty"));
    symlinkSync("own.ts", join(folder, "link"));
    chmodSync(join(folder, "own"), 0o700);
    write(folder, first);
    expect(treeOf(folder)).toMatchObject({
      "own.ts": "mine\n",
      "apps/v1/own.ts": "mine too\n",
      "own/deep/file": "x",
      link: "-> own.ts",
    });
    expect(existsSync(join(folder, "empty"))).toBe(true);
    expect(statSync(join(folder, "own")).mode & 0o777).toBe(0o700);
    expect(existsSync(join(folder, "apps/v1/types.ts"))).toBe(false);
  });

  test("goes through a link to the folder", () => {
    const folder = newFolder();
    mkdirSync(folder);
    const link = join(dirname(folder), "link");
    symlinkSync(folder, link);
    write(link, first);
    expect(treeOf(folder)).toMatchObject(first);
    expect(treeOf(dirname(folder))["link"]).toBe(`-> ${folder}`);
  });

  test("only compares when it is dry", () => {
    const folder = newFolder();
    const options = { dryRun: true };
    expect(write(folder, first, options).created).toHaveLength(3);
    expect(existsSync(folder)).toBe(false);
    write(folder, first);
    const before = treeOf(folder);
    const { updated, deleted } = write(folder, { "index.ts": "2\n" }, options);
    expect(paths(updated)).toEqual(["index.ts", "manifest.json"]);
    expect(deleted).toEqual(["core/v1/types.ts"]);
    expect(treeOf(folder)).toEqual(before);
    expect(besides(folder)).toEqual([]);
  });

  test("warns of a generated file that someone has changed", () => {
    const folder = newFolder();
    write(folder, first);
    writeFiles(folder, { "index.ts": "edited\n", "core/v1/types.ts": "x\n" });
    const { diagnostics } = write(folder, { "index.ts": "1\n" });
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "edited-file",
        message: `"${join(folder, "core/v1/types.ts")}" was changed since it was generated; generating deletes it`,
      },
      {
        code: "edited-file",
        message: `"${join(folder, "index.ts")}" was changed since it was generated; generating overwrites it`,
      },
    ]);
    expect(readFileSync(join(folder, "index.ts"), "utf8")).toBe("1\n");
  });

  test("writes anew, without a warning, what Git gave the ends of lines of Windows", () => {
    const folder = newFolder();
    write(folder, first);
    writeFiles(folder, { "index.ts": "1\r\n", "core/v1/types.ts": "pod\r\n" });
    const { updated, deleted, diagnostics } = write(folder, {
      "index.ts": "1\n",
    });
    expect(paths(updated)).toContain("index.ts");
    expect(deleted).toEqual(["core/v1/types.ts"]);
    expect(diagnostics).toEqual([]);
  });
});

describe("what kubewright did not write is in the way, and stays", () => {
  const refused = async (
    folder: string,
    files: { readonly [path: string]: string } = first,
  ) => {
    const before = treeOf(folder);
    const problems = await problemsOf(() => write(folder, files));
    expect(treeOf(folder)).toEqual(before);
    expect(besides(folder)).toEqual([]);
    return problems.map(({ code, message }) => [code, message]);
  };

  test("files, all of them named", async () => {
    const folder = newFolder();
    writeFiles(folder, { "index.ts": "mine", "core/v1/types.ts": "mine" });
    expect(await refused(folder)).toEqual([
      ["foreign-file", expect.stringContaining("core/v1/types.ts")],
      ["foreign-file", expect.stringContaining("index.ts")],
    ]);
  });

  test("a manifest of something else", async () => {
    const folder = newFolder();
    writeFiles(folder, { "manifest.json": '{"name":"my web app"}' });
    expect(await refused(folder)).toEqual([
      ["foreign-file", expect.stringContaining("manifest.json")],
    ]);
  });

  test("a folder where a file goes, and a file where a folder goes", async () => {
    const folder = newFolder();
    writeFiles(folder, { "index.ts/x": "", core: "" });
    expect(await refused(folder)).toEqual([
      ["foreign-file", expect.stringMatching(/core" .* is a file that/)],
      ["foreign-file", expect.stringMatching(/index.ts" .* is a folder that/)],
    ]);
  });

  test("links, wherever they lead", async () => {
    const folder = newFolder();
    const outside = temporaryFolder();
    write(folder, first);
    rmSync(join(folder, "core"), { recursive: true });
    symlinkSync(outside, join(folder, "core"));
    expect(await refused(folder, { ...first, "index.ts": "2\n" })).toEqual([
      ["symlink-in-output", expect.stringContaining('core"')],
    ]);
    expect(readdirSync(outside)).toEqual([]);
  });

  test("a manifest that lists files of others", async () => {
    const folder = newFolder();
    write(folder, first);
    const path = join(folder, "manifest.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as object;
    const victim = join(dirname(folder), "victim");
    writeFileSync(victim, "mine");
    onTestFinished(() => rmSync(victim, { force: true }));
    const files = { "../victim": "00" };
    writeFileSync(path, JSON.stringify({ ...manifest, files }));
    expect(await problemsOf(() => write(folder, first))).toMatchObject([
      {
        code: "bad-manifest",
        message: expect.stringContaining('"../victim"') as string,
      },
    ]);
    expect(readFileSync(victim, "utf8")).toBe("mine");
  });
});

describe("two runs", () => {
  const lockOf = (folder: string): string =>
    join(dirname(folder), `.${basename(folder)}.kubewright-lock`);

  test("at once: the second one says who is writing, and leaves the lock", async () => {
    const folder = newFolder();
    const holder = { process: process.pid, host: hostname() };
    writeFileSync(lockOf(folder), JSON.stringify(holder));
    expect(await problemsOf(() => write(folder, first))).toMatchObject([
      {
        code: "output-locked",
        message: expect.stringContaining(`process ${process.pid}`) as string,
        hint: expect.stringContaining(lockOf(folder)) as string,
      },
    ]);
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(lockOf(folder))).toBe(true);
  });

  test("of which the first was killed: its lock is taken over", () => {
    const folder = newFolder();
    // Above every process number that a system gives.
    const holder = { process: 2 ** 31 - 2, host: hostname() };
    writeFileSync(lockOf(folder), JSON.stringify(holder));
    write(folder, first);
    expect(treeOf(folder)).toMatchObject(first);
    expect(besides(folder)).toEqual([]);
  });

  test("of which the first was killed, and had the number of this one, as in containers", () => {
    const folder = newFolder();
    const holder = { process: process.pid, host: hostname() };
    writeFileSync(lockOf(folder), JSON.stringify(holder));
    const before = new Date(Date.now() - process.uptime() * 1000 - 60_000);
    utimesSync(lockOf(folder), before, before);
    write(folder, first);
    expect(treeOf(folder)).toMatchObject(first);
    expect(besides(folder)).toEqual([]);
  });
});

describe("a run that was killed between the two renames", () => {
  test("is finished by the next one, with what others did in the meantime", () => {
    const folder = newFolder();
    write(folder, first);
    writeFiles(folder, { "own.ts": "mine\n" });
    const beside = (what: string): string =>
      join(dirname(folder), `.${basename(folder)}.kubewright-${what}`);
    const second = { "index.ts": "2\n" };
    const other = newFolder();
    write(other, second);
    renameSync(folder, beside("previous"));
    renameSync(other, beside("next"));

    const { created, updated, deleted } = write(folder, second);
    expect([created, updated, deleted]).toEqual([[], [], []]);
    expect(treeOf(folder)).toEqual({
      "index.ts": "2\n",
      "manifest.json": expect.any(String) as string,
      "own.ts": "mine\n",
    });
    expect(besides(folder)).toEqual([]);
  });
});
