import { readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startServer, writeFiles } from "../runtime/servers.js";
import { serverOf } from "../unit/old-server.js";
import { hashOf } from "../unit/source-fixtures.js";
import { changingServer, textOf } from "./changing-server.js";
import { projectOf } from "./project.js";

interface LockText {
  lockVersion: number;
  outputs: Record<string, { toolVersion: string }>;
}

const changeLock = (path: string, change: (lock: LockText) => void): void => {
  const lock = JSON.parse(readFileSync(path, "utf8")) as LockText;
  change(lock);
  writeFileSync(path, JSON.stringify(lock));
};

describe("the lock", () => {
  test("says what a server gave, and nothing of this machine", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    const { stderr } = await project.generate();
    expect(stderr).toContain(`wrote ${project.lock}\n`);
    const text = readFileSync(project.lock, "utf8");
    expect(text).not.toContain(project.folder);
    expect(text).not.toContain("127.0.0.1");
    const documents = Object.fromEntries(
      [...server.documents].map(([key, each]) => [key, hashOf(each)]),
    );
    expect(JSON.parse(text)).toMatchObject({
      lockVersion: 1,
      outputs: { k8s: { servers: [{ version: "v1.37.2", documents }] } },
    });
  });

  test("keeps what it says of other outputs", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    const other = join(project.folder, "apps/other");
    const { outputs } = JSON.parse(
      readFileSync(project.lock, "utf8"),
    ) as LockText;
    await project.generate("--out", other, "--include", "apps/*");
    const next = JSON.parse(readFileSync(project.lock, "utf8")) as LockText;
    expect(Object.keys(next.outputs)).toEqual(["apps/other", "k8s"]);
    expect(next.outputs["k8s"]).toEqual(outputs["k8s"]);
  });

  test.each([
    ["of a later form", (lock: LockText) => (lock.lockVersion = 2)],
    [
      "of a later kubewright",
      (lock: LockText) => {
        for (const output of Object.values(lock.outputs))
          output.toolVersion = "99.0.0";
      },
    ],
  ])("%s ends the run before anything is asked", async (_, change) => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    changeLock(project.lock, change);
    const [lock, tree] = [readFileSync(project.lock, "utf8"), project.tree()];
    server.asked();
    const { code, stderr } = await project.generate("--force");
    expect(code).toBe(1);
    expect(stderr).toContain(`${project.lock}: error[newer-lock]`);
    expect(server.asked()).toEqual([]);
    expect(readFileSync(project.lock, "utf8")).toBe(lock);
    expect(project.tree()).toEqual(tree);
  });

  test.each([
    ["<<<<<<< ours\n{}\n=======\n>>>>>>> theirs\n", "the marks of a merge"],
    ["{", "it is not JSON"],
    ['{"name": "x"}', "not one that kubewright wrote"],
    ['{"lockVersion": 1}', "it has no outputs"],
    ['{"lockVersion": 1, "outputs": {"k8s": {}}}', 'what it says of "k8s"'],
  ])("%j is refused", async (text, reason) => {
    const server = await changingServer();
    const project = projectOf(server.url);
    writeFiles(project.folder, { "kubewright.lock.json": text });
    const { code, stderr } = await project.generate();
    expect(code).toBe(1);
    expect(stderr).toContain("error[bad-lock]");
    expect(stderr).toContain(reason);
    expect(existsSync(project.out)).toBe(false);
  });
});

describe("--offline", () => {
  test("gives the same bytes without the server", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    const tree = project.tree();
    await server.stop();
    rmSync(project.out, { recursive: true });
    expect(await project.generate("--offline")).toMatchObject({ code: 0 });
    expect(project.tree()).toEqual(tree);
    expect(await project.generate("--offline", "--check")).toMatchObject({
      code: 0,
    });
    const online = await project.generate("--force");
    expect(online.code).toBe(1);
  });

  test("takes a document whose content has another hash than the index says", async () => {
    const server = await changingServer();
    server.hashes.set("apis/apps/v1", "ABCD");
    const project = projectOf(server.url);
    await project.generate();
    server.asked();
    await project.generate("--force");
    expect(server.asked()).not.toContain("/openapi/v3/apis/apps/v1");
    const tree = project.tree();
    rmSync(project.out, { recursive: true });
    expect(await project.generate("--offline")).toMatchObject({ code: 0 });
    expect(project.tree()).toEqual(tree);
  });

  test("takes the documents of a server that has /openapi/v2 alone", async () => {
    const v2 = {
      swagger: "2.0",
      info: { title: "Kubernetes", version: "v1.20.15" },
      paths: { "/api/v1/pods": { get: { responses: { "200": {} } } } },
      definitions: { Thing: { type: "object" } },
    };
    const server = await startServer(serverOf({ v2: JSON.stringify(v2) }));
    const project = projectOf(server.url);
    expect(await project.generate()).toMatchObject({ code: 0 });
    const tree = project.tree();
    // There are no hashes to see by that nothing changed.
    expect((await project.generate()).stderr).toContain("reading ");
    expect(await project.generate("--check")).toMatchObject({ code: 0 });
    await server.stop();
    rmSync(project.out, { recursive: true });
    expect(await project.generate("--offline")).toMatchObject({ code: 0 });
    expect(project.tree()).toEqual(tree);
  });

  test("names the document that is not in the cache", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    rmSync(join(project.cache), { recursive: true });
    const { code, stderr } = await project.generate("--offline");
    expect(code).toBe(1);
    for (const key of server.documents.keys())
      expect(stderr).toContain(`${key}: error[not-in-cache]`);
  });

  test("needs a lock that was made with the same options", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    const none = await project.generate("--offline");
    expect(none.stderr).toContain("error[not-locked]");
    await project.generate("--include", "apps/*");
    const other = await project.generate("--offline");
    expect(other.stderr).toContain("error[not-locked]");
    const same = await project.generate("--offline", "--include", "apps/*");
    expect(same.code).toBe(0);
  });

  test("says what a pattern does not match, where no server is among the sources", async () => {
    const project = projectOf("builtin");
    const args = ["--include", "apps", "none.example.com", "--offline"];
    const { code, stderr } = await project.generate(...args, "--strict");
    expect(stderr).toContain(
      '[unmatched-pattern]: --include "none.example.com"',
    );
    expect(code).toBe(1);
  });

  test("says of --exclude what was true of the server", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    const args = ["--exclude", "apps", "--strict"];
    expect(await project.generate(...args)).toMatchObject({ code: 0 });
    rmSync(project.out, { recursive: true });
    const offline = await project.generate(...args, "--offline");
    expect(offline.stderr).not.toContain("unmatched-pattern");
    expect(offline.code).toBe(0);
  });
});

describe("--check", () => {
  test("says which files would be written, and writes none", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    const first = await project.generate("--check");
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/^create core\/v1\/client.ts$/m);
    expect(first.stdout).toContain(`create ${project.lock}\n`);
    expect(existsSync(project.out)).toBe(false);
    expect(existsSync(project.lock)).toBe(false);

    await project.generate();
    expect((await project.generate("--check")).code).toBe(0);
    const [tree, lock] = [project.tree(), readFileSync(project.lock, "utf8")];
    server.documents.set("apis/apps/v1", textOf("apps", "v1", "ReplicaSet"));
    const { code, stdout, stderr } = await project.generate("--check");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^update apps\/v1\/client.ts$/m);
    expect(stdout).toContain(`update ${project.lock}\n`);
    expect(stdout).not.toContain("core/v1");
    expect(stderr).toContain("error[out-of-date]");
    expect(project.tree()).toEqual(tree);
    expect(readFileSync(project.lock, "utf8")).toBe(lock);
  });

  test("looks into the files: sizes and times may be those of before", async () => {
    const server = await changingServer();
    const project = projectOf(server.url);
    await project.generate();
    rmSync(join(project.out, "core/v1/paths.ts"));
    writeFileSync(join(project.out, "core/v1/client.ts"), "mine");
    const { code, stdout, stderr } = await project.generate("--check");
    expect(code).toBe(1);
    expect(stdout).toContain("update core/v1/client.ts (edited by hand)\n");
    expect(stdout).toContain("create core/v1/paths.ts (deleted by hand)\n");
    expect(stderr).toContain("2 were changed by hand");
  });
});
