import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { builtGenerator } from "../cli/built.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { treeOf } from "./source-fixtures.js";
import { clientOf, write } from "./write-fixtures.js";

const before = {
  "index.ts": "1\n",
  "core/v1/types.ts": "old pod\n",
  "core/v1/paths.ts": "paths\n",
  "apps/v1/types.ts": "deployment\n",
};
const after = {
  "index.ts": "2\n",
  "core/v1/types.ts": "new pod\n",
  "core/v1/paths.ts": "paths\n",
  "batch/v1/types.ts": "job\n",
};
const own = { "own.ts": "mine\n" };

/** Ends the process, as nothing can be done about, right before its n-th call of the file system that changes something. */
const executioner = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
let left = Number(process.env.KILL_BEFORE_CALL);
for (const name of [
  "chmodSync", "linkSync", "mkdirSync", "renameSync", "rmSync", "rmdirSync",
  "symlinkSync", "unlinkSync", "utimesSync", "writeFileSync",
]) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (left-- === 0) process.kill(process.pid, "SIGKILL");
    return real(...args);
  };
}
syncBuiltinESMExports();
`;

const writer = (folder: string): string => `
const { writeOutput } = await import(${JSON.stringify(
  pathToFileURL(join(builtGenerator(), "generator/write.js")).href,
)});
const { Diagnostics } = await import(${JSON.stringify(
  pathToFileURL(join(builtGenerator(), "generator/diagnostics.js")).href,
)});
writeOutput(${JSON.stringify(folder)}, ${JSON.stringify(
  clientOf(after),
)}, new Diagnostics());
`;

test("a run that is killed at any moment leaves the old client or the new one", () => {
  const moments: string[] = [];
  for (let call = 0; moments.at(-1) !== "done"; call += 1) {
    const folder = join(temporaryFolder(), "k8s");
    write(folder, before);
    writeFiles(folder, own);
    const old = treeOf(folder);
    const script = join(dirname(folder), "executioner.mjs");
    writeFiles(dirname(folder), { "executioner.mjs": executioner });
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      ["--import", script, "--input-type=module", "--eval", writer(folder)],
      { env: { ...process.env, KILL_BEFORE_CALL: String(call) } },
    );
    if (signal !== "SIGKILL") expect([status, String(stderr)]).toEqual([0, ""]);

    const isDone = signal === null;
    const found = existsSync(folder) ? treeOf(folder) : undefined;
    const expected = { ...after, ...own };
    if (found === undefined) {
      // The instant between the two renames: both are there, whole, beside it.
      moments.push("between");
      const beside = (what: string): string =>
        join(dirname(folder), `.${basename(folder)}.kubewright-${what}`);
      expect(treeOf(beside("previous"))).toEqual(old);
      expect(treeOf(beside("next"))).toMatchObject(expected);
    } else if (found["index.ts"] === "1\n") {
      moments.push("old");
      expect(found).toEqual(old);
    } else {
      moments.push(isDone ? "done" : "new");
      expect(found).toMatchObject(expected);
      expect(found).not.toHaveProperty(["apps/v1/types.ts"]);
    }

    write(folder, after);
    const files = Object.entries(treeOf(folder)).filter(
      ([path, text]) => text !== undefined && path !== "manifest.json",
    );
    expect(Object.fromEntries(files)).toEqual(expected);
    expect(readdirSync(dirname(folder)).sort()).toEqual([
      "executioner.mjs",
      "k8s",
    ]);
  }
  expect(moments.join(" ")).toMatch(/^(old )+between (new )+done$/);
  expect(moments.length).toBeGreaterThan(20);
}, 1_200_000);
