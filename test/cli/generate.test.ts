import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  captureOf,
  documentOf,
  hashOf,
  treeOf,
} from "../unit/source-fixtures.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { kubewright } from "./command-line.js";

const core = documentOf("", "v1", "Pod");
const crons = documentOf("stable.example.com", "v1", "CronTab");

function project(packageJson?: object): { from: string; out: string } {
  const folder = temporaryFolder();
  writeFiles(join(folder, "openapi"), {
    ...captureOf({ "api/v1": core, "apis/stable.example.com/v1": crons }),
    "_version.json": '{"gitVersion":"v1.37.2"}',
  });
  if (packageJson !== undefined)
    writeFiles(folder, { "package.json": JSON.stringify(packageJson) });
  return { from: join(folder, "openapi"), out: join(folder, "k8s") };
}

const complete = {
  dependencies: { undici: "^7", yaml: "^2" },
  devDependencies: { "@types/node": "^20" },
};

describe("generate", () => {
  test("writes a client and says so on standard error", async () => {
    const { from, out } = project(complete);
    const args = ["generate", "--from", from, "--out", out];
    const { code, stdout, stderr } = await kubewright(args);
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toMatch(
      new RegExp(
        `^reading ${from}\nwriting ${out}\nwrote ${out}: \\d+ files, \\d+ new\n$`,
      ),
    );
    const tree = treeOf(out);
    expect(tree).toHaveProperty(["core/v1/index.ts"]);
    expect(tree).toHaveProperty(["stable.example.com/v1/index.ts"]);
    const manifest = JSON.parse(tree["manifest.json"] ?? "") as object;
    expect(manifest).toMatchObject({
      tool: "kubewright",
      source: { kind: "directory", server: "v1.37.2" },
      documents: { "api/v1": hashOf(JSON.stringify(core)) },
    });
    expect(JSON.stringify(manifest)).not.toContain(from);

    const again = await kubewright(args);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain(`${out} is up to date (`);
  });

  test("leaves out what is not included", async () => {
    const { from, out } = project(complete);
    const args = ["generate", "--from", from, "--out", out];
    const { code } = await kubewright([...args, "--include", "core/*"]);
    expect(code).toBe(0);
    expect(existsSync(join(out, "core/v1/index.ts"))).toBe(true);
    expect(existsSync(join(out, "stable.example.com"))).toBe(false);
    const other = await kubewright([...args, "--exclude", "core/*", "nothing"]);
    expect(other.stderr).toContain('--exclude "nothing" matches no');
    expect(existsSync(join(out, "core/v1/client.ts"))).toBe(false);
    expect(existsSync(join(out, "stable.example.com/v1/index.ts"))).toBe(true);
  });

  test("--dry-run prints what it would do, and does nothing", async () => {
    const { from, out } = project(complete);
    const args = ["generate", "--from", from, "--out", out];
    const { code, stdout, stderr } = await kubewright([...args, "--dry-run"]);
    expect(code).toBe(0);
    expect(stdout.split("\n")).toContain("create core/v1/index.ts");
    expect(stderr).toContain("nothing was written");
    expect(existsSync(out)).toBe(false);

    await kubewright(args);
    writeFiles(out, { "core/v1/index.ts": "edited" });
    const next = await kubewright([
      ...args,
      "--dry-run",
      "--exclude",
      "stable.example.com",
    ]);
    expect(next.stdout).toMatch(/^update core\/v1\/index.ts$/m);
    expect(next.stdout).toMatch(/^delete stable.example.com\/v1\/index.ts$/m);
    expect(readFileSync(join(out, "core/v1/index.ts"), "utf8")).toBe("edited");
  });

  test("--quiet says nothing where there is nothing wrong", async () => {
    const { from, out } = project();
    const args = ["generate", "--from", from, from, "--out", out, "--quiet"];
    expect(await kubewright(args)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(existsSync(out)).toBe(true);
  });

  test("--timings says how long each stage took", async () => {
    const { from, out } = project(complete);
    const args = ["generate", "--from", from, "--out", out, "--timings"];
    const { stderr } = await kubewright(args);
    for (const stage of ["read", "model", "emit", "write"])
      expect(stderr).toMatch(new RegExp(`^${stage} +\\d+ ms$`, "m"));
  });

  test("says of sources that are laid over each other what replaces what", async () => {
    const { from, out } = project(complete);
    const args = ["generate", "--from", from, from, "--out", out];
    const { stderr } = await kubewright(args);
    expect(stderr).toContain("info[layered-group-version]:");
    const apart = ["generate", "--from", from, "--from", from, "--out", out];
    expect((await kubewright(apart)).stderr).toContain(
      "info[layered-group-version]:",
    );
  });

  test.each([
    [{}, "npm i undici@7 yaml && npm i -D @types/node"],
    [{ dependencies: { undici: "7" } }, "npm i yaml && npm i -D @types/node"],
    [
      { dependencies: { undici: "7" }, peerDependencies: { yaml: "2" } },
      "npm i -D @types/node",
    ],
    [complete, undefined],
  ])("in a package with %j it says what is missing", async (json, command) => {
    const { from, out } = project(json);
    const args = ["generate", "--from", from, "--out", out];
    const { stderr } = await kubewright(args);
    if (command === undefined) expect(stderr).not.toContain("npm i");
    else expect(stderr).toContain(`the client needs: ${command}\n`);
  });
});

describe("on a terminal", () => {
  const live = { isTTY: true };

  test("progress is written over, and gone at the end", async () => {
    const { from, out } = project(complete);
    const args = ["generate", "--from", from, "--out", out];
    const { stderr } = await kubewright(args, live);
    expect(stderr).toContain(`reading ${from} 2/2`);
    const lines = stderr
      .split("\n")
      .map((line) => line.split("\r\u001b[2K").at(-1));
    expect(lines).toEqual([expect.stringContaining(`wrote ${out}`), ""]);
  });

  test("that does not know its width, progress is shown", async () => {
    const { from, out } = project(complete);
    const args = ["generate", "--from", from, "--out", out];
    const { stderr } = await kubewright(args, { ...live, columns: 0 });
    expect(stderr).toContain(`reading ${from} 2/2`);
  });

  test("problems are coloured, unless NO_COLOR says not to be", async () => {
    const { out } = project();
    const args = ["generate", "--from", `${out}/nothing`];
    const coloured = await kubewright(args, live);
    expect(coloured.stderr).toContain("\u001b[31m");
    for (const environment of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) {
      const plain = await kubewright(args, { ...live, environment });
      expect(plain.stderr).toContain("error[source-not-found]: ");
      expect(plain.stderr).not.toContain("\u001b[3");
    }
  });
});
