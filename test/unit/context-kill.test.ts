import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { builtGenerator } from "../cli/built.js";
import { kubewright } from "../cli/command-line.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";

const before = {
  first: "# mine\ncurrent-context: a\n",
  second: "contexts:\n- name: a\n  context: {}\n",
};
const after = {
  first: before.first.replace("a\n", "z\n"),
  second: before.second.replace("a\n", "z\n"),
};

/** Ends the process right before its n-th call of the file system that changes something, or makes its n-th rename fail. */
const executioner = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
let left = Number(process.env.KILL_BEFORE_CALL ?? -1);
for (const name of [
  "closeSync", "fchmodSync", "fchownSync", "fsyncSync", "openSync", "renameSync", "rmSync", "writeFileSync",
]) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (left-- === 0) process.kill(process.pid, "SIGKILL");
    return real(...args);
  };
}
let renames = Number(process.env.FAIL_RENAME ?? 0);
const rename = fs.renameSync;
fs.renameSync = (...args) => {
  if (--renames === 0)
    throw Object.assign(new Error("EBUSY"), { code: "EBUSY", syscall: "rename" });
  return rename(...args);
};
syncBuiltinESMExports();
`;

const rename = ["context", "rename", "a", "z"];

function kubeconfigOf(folder: string): string {
  return Object.keys(before)
    .map((name) => join(folder, name))
    .join(delimiter);
}

/** Renames in a process of its own, which may be killed. */
function renameContext(
  folder: string,
  environment: { readonly [name: string]: string },
): ReturnType<typeof spawnSync> {
  const script = join(temporaryFolder(), "executioner.mjs");
  writeFiles(join(script, ".."), { "executioner.mjs": executioner });
  const cli = join(builtGenerator(), "generator/cli.js");
  const KUBECONFIG = kubeconfigOf(folder);
  return spawnSync(process.execPath, ["--import", script, cli, ...rename], {
    env: { ...process.env, KUBECONFIG, ...environment },
  });
}

function contentsOf(folder: string): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.keys(before).map((name) => [
      name,
      readFileSync(join(folder, name), "utf8"),
    ]),
  );
}

test("a run that is killed at any moment leaves each file as it was or as it should be", async () => {
  const moments: string[] = [];
  for (let call = 0; moments.at(-1) !== "done"; call += 1) {
    const folder = temporaryFolder();
    writeFiles(folder, before);
    const killed = renameContext(folder, { KILL_BEFORE_CALL: String(call) });
    if (killed.signal !== "SIGKILL")
      expect([killed.status, String(killed.stderr)]).toEqual([
        0,
        expect.stringContaining("renamed"),
      ]);

    const found = contentsOf(folder);
    const state = Object.entries(found).map(([name, text]) => {
      const isNew = text === after[name as keyof typeof after];
      if (!isNew) expect(text).toBe(before[name as keyof typeof before]);
      return isNew ? "new" : "old";
    });
    const left = readdirSync(folder).filter((name) => !(name in before));
    expect(
      left.filter(
        (n) => !/^\.?(first|second)\.(lock|kubewright-next)$/.test(n),
      ),
    ).toEqual([]);
    moments.push(killed.signal === null ? "done" : state.join("-"));

    // What a hint tells to do, and then the same again.
    for (const name of left)
      if (name.endsWith(".lock")) rmSync(join(folder, name));
    if (state[1] === "new") continue;
    const environment = { KUBECONFIG: kubeconfigOf(folder) };
    expect((await kubewright(rename, { environment })).code).toBe(0);
    expect(contentsOf(folder)).toEqual(after);
    expect(readdirSync(folder).sort()).toEqual(Object.keys(before));
  }
  expect(moments.join(" ")).toMatch(/^(old-old )+(new-old )+(new-new )+done$/);
}, 1_200_000);

test("where the second of two files cannot be put in place, the first is put back", () => {
  const folder = temporaryFolder();
  writeFiles(folder, before);
  const { status, stderr } = renameContext(folder, { FAIL_RENAME: "2" });
  expect(status).toBe(1);
  expect(String(stderr)).toContain(
    `error[kubeconfig-not-writable]: "${join(folder, "second")}" cannot be changed (EBUSY), and is as it was`,
  );
  expect(contentsOf(folder)).toEqual(before);
  expect(readdirSync(folder).sort()).toEqual(Object.keys(before));
});
