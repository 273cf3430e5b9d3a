import { execFile, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../runtime/servers.js";
import { builtGenerator } from "./built.js";
import { changingServer } from "./changing-server.js";
import { projectOf } from "./project.js";

const builtUrl = (file: string): string =>
  pathToFileURL(join(builtGenerator(), "generator", file)).href;

/** Runs a program in a process of its own, to its end. */
function runApart(program: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--input-type=module", "-e", program],
      (error, _, stderr) => resolve(error === null ? "" : stderr),
    );
  });
}

describe("runs at the same time", () => {
  /** Writes an output down again and again, and the same document, and reads that. */
  const busy = (name: string, lock: string, cache: string): string => `
    const { writeOutputToLock } = await import("${builtUrl("incremental/lock-file.js")}");
    const { DocumentCache } = await import("${builtUrl("cache/document-cache.js")}");
    const { hashOf } = await import("${builtUrl("content-hash.js")}");
    const text = "x".repeat(1_000_000);
    for (let i = 0; i < 25; i += 1) {
      writeOutputToLock(${JSON.stringify(lock)}, "${name}", { toolVersion: "0.1.0", options: String(i), servers: [] });
      const cache = new DocumentCache(${JSON.stringify(cache)}, 0);
      cache.put(hashOf(text), text);
      const kept = await cache.get(hashOf(text));
      if (kept !== undefined && kept !== text) throw new Error("half a document");
      if (i % 10 === 9) cache.tidy();
      if (cache.problem !== undefined) throw cache.problem;
    }`;

  test("share one lock and one cache", async () => {
    const folder = temporaryFolder();
    const [cache, lock] = [join(folder, "cache"), join(folder, "lock.json")];
    const names = ["a", "b", "c"];
    const apart = names.map((name) => runApart(busy(name, lock, cache)));
    expect(await Promise.all(apart)).toEqual(["", "", ""]);
    const written: unknown = JSON.parse(readFileSync(lock, "utf8"));
    const output = { toolVersion: "0.1.0", options: "24", servers: [] };
    expect(written).toEqual({
      lockVersion: 1,
      outputs: { a: output, b: output, c: output },
    });
    expect(readdirSync(folder).sort()).toEqual(["cache", "lock.json"]);
  });
});

/** Ends the process right before its n-th call that changes a file. */
const killer = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
let left = Number(process.env.KILL_BEFORE_CALL);
for (const name of ["writeFileSync", "renameSync", "rmSync"]) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (left-- === 0) process.kill(process.pid, "SIGKILL");
    return real(...args);
  };
}
syncBuiltinESMExports();
`;

test("a run that is killed while it writes the lock leaves the old or the new, and the next one does the rest", () => {
  const file = builtUrl("incremental/lock-file.js");
  const outputOf = (version: string) => ({
    toolVersion: "0.1.0",
    options: "",
    servers: [{ version, documents: {} }],
  });
  const writer = (path: string, version: string): string =>
    `const { writeOutputToLock } = await import(${JSON.stringify(file)});
     writeOutputToLock(${JSON.stringify(path)}, "k8s", ${JSON.stringify(outputOf(version))});`;
  const write = (path: string, version: string, kill = -1) =>
    spawnSync(
      process.execPath,
      [
        ...["--import", `data:text/javascript,${encodeURIComponent(killer)}`],
        ...["--input-type=module", "-e", writer(path, version)],
      ],
      { env: { ...process.env, KILL_BEFORE_CALL: String(kill) } },
    );
  const path = join(temporaryFolder(), "kubewright.lock.json");
  write(path, "v1.36.0");
  const versionOf = (): string =>
    /"version": "(.*)"/.exec(readFileSync(path, "utf8"))?.[1] ?? "none";
  const versions = new Set<string>();
  for (let call = 0; ; call += 1) {
    const { signal } = write(path, "v1.37.0", call);
    versions.add(versionOf());
    if (signal === null) break;
    expect(write(path, "v1.36.0").status).toBe(0);
    expect(versionOf()).toBe("v1.36.0");
  }
  expect([...versions]).toEqual(["v1.36.0", "v1.37.0"]);
});

/** A file system of so many kilobytes; undefined where this user may not make one. */
function smallDisk(kilobytes: number): string | undefined {
  const folder = temporaryFolder();
  const { status } = spawnSync("mount", [
    ...["-t", "tmpfs", "-o", `size=${String(kilobytes)}k`],
    ...["tmpfs", folder],
  ]);
  if (status !== 0) return undefined;
  onTestFinished(() => {
    spawnSync("umount", [folder]);
  });
  return folder;
}

describe("a full disk", () => {
  test("below the cache is a warning", async ({ skip }) => {
    const disk = smallDisk(4) ?? skip("not root");
    const server = await changingServer();
    writeFileSync(join(disk, "filling"), "");
    const project = projectOf(server.url, { KUBEWRIGHT_CACHE_DIR: disk });
    const { code, stderr } = await project.generate();
    expect(code).toBe(0);
    expect(stderr).toContain("warning[unusable-cache]");
    expect(stderr).toContain("ENOSPC");
  });

  test("below the output leaves the client and the lock that were there", async ({
    skip,
  }) => {
    const disk = smallDisk(2048) ?? skip("not root");
    const server = await changingServer();
    const project = projectOf(server.url);
    const out = join(disk, "k8s");
    const args = ["--out", out, "--lock-file", project.lock];
    expect(await project.generate(...args)).toMatchObject({ code: 0 });
    const lock = readFileSync(project.lock, "utf8");
    const client = join(out, "core/v1/client.ts");
    const before = readFileSync(client, "utf8");
    try {
      mkdirSync(join(disk, "rest"));
      for (let i = 0; ; i += 1)
        writeFileSync(join(disk, "rest", String(i)), Buffer.alloc(4096));
    } catch {
      // It is full now.
    }
    const other = await project.generate(...args, "--import-extension", "none");
    expect(other.code).toBe(1);
    expect(other.stderr).toContain("error[output-not-writable]");
    expect(readFileSync(client, "utf8")).toBe(before);
    expect(readFileSync(project.lock, "utf8")).toBe(lock);
    const unlocked = await project.generate(
      ...["--lock-file", join(disk, "kubewright.lock.json")],
    );
    expect(unlocked.stderr).toContain("error[lock-not-writable]");
    expect(existsSync(join(disk, "kubewright.lock.json"))).toBe(false);

    rmSync(join(disk, "rest"), { recursive: true });
    const again = await project.generate(...args, "--import-extension", "none");
    expect(again).toMatchObject({ code: 0 });
  });
});
