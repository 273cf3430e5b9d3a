import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { succeed } from "../command.mjs";

const examples = resolve(import.meta.dirname, "../../../examples");

/** Programs that are compiled by what their READMEs say, in a folder that has nothing but them and the packages. */
export const rows = ["deploy", "log-tail", "pod-shell"].map((name) => ({
  name: `examples/${name}, by its README`,
  async run(workshop) {
    const cwd = workshop.path(`example-${name}`);
    cpSync(join(examples, name), cwd, { recursive: true });
    const readme = readFileSync(join(cwd, "README.md"), "utf8");
    const [, args = ""] = /^npx tsc (.+)$/m.exec(readme) ?? [];
    assert.match(args, /\.ts$/, "there is no command that compiles it");
    const [, type] = /^npm pkg set type=(\w+)$/m.exec(readme) ?? [];
    writeFileSync(join(cwd, "package.json"), JSON.stringify({ type }));
    const tsc = workshop.tsc("5.9");
    await succeed(process.execPath, [tsc, ...args.split(" ")], { cwd });
  },
}));
