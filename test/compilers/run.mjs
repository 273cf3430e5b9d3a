// Type-checks emitted clients as users do: under each TypeScript of package.json beside this file, with all flags and with none.
//
//   node test/compilers/run.mjs          output/ and the expected files of every golden case
//   node test/compilers/run.mjs DIR…     these instead, for example a client generated from a capture
//
// The last line is `N passed, N failed`, where each row of rows.mjs counts one; the exit code is 1 if any failed.
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { performance } from "node:perf_hooks";

import { checkedText } from "../checked-text.mjs";
import { installOnce } from "../install-once.mjs";
import { rows } from "./rows.mjs";

const here = import.meta.dirname;
const root = resolve(here, "../..");

installOnce(here);
const folder = mkdtempSync(join(tmpdir(), "kubewright-compilers-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => process.exit(130));

const trees = collectTrees(process.argv.slice(2));
layOut(trees);
console.log(`${trees.length} clients under ${rows.length} compilers`);
const failed = await runAll(rows, Math.min(4, availableParallelism()));
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** The folders to check that hold TypeScript; a golden case of a document that is refused holds none. */
function collectTrees(given) {
  const golden = join(root, "test/golden");
  const cases = existsSync(golden) ? readdirSync(golden) : [];
  const folders =
    given.length > 0
      ? given.map((dir) => resolve(dir))
      : [
          join(root, "output"),
          ...cases.map((name) => join(golden, name, "expected")),
        ].filter((dir) => existsSync(dir));
  const clients = folders.filter((dir) =>
    readdirSync(dir, { recursive: true }).some((file) => file.endsWith(".ts")),
  );
  if (clients.length > 0) return clients;
  console.error(`no TypeScript in ${folders.join(", ")}`);
  process.exit(1);
}

/** Copies the clients into two packages, an ES module and a CommonJS one, each with the packages that a client imports. */
function layOut(clients) {
  for (const type of ["module", "commonjs"]) {
    const target = join(folder, type);
    mkdirSync(target);
    writeFileSync(join(target, "package.json"), JSON.stringify({ type }));
    symlinkSync(join(here, "node_modules"), join(target, "node_modules"));
    // A golden case leaves out the runtime, which is the same in each: one stands beside them.
    const runtime = join(target, "clients", "runtime");
    cpSync(join(root, "output/runtime"), runtime, { recursive: true });
    haveChecked(runtime);
    for (const [index, client] of clients.entries()) {
      const copy = join(target, "clients", String(index));
      cpSync(client, copy, { recursive: true });
      if (!existsSync(join(copy, "runtime"))) importSharedRuntime(copy);
      haveChecked(copy);
    }
  }
}

/** Lets the files of a client import the runtime from the folder above their own. */
function importSharedRuntime(client) {
  for (const file of readdirSync(client, { recursive: true })) {
    if (!file.endsWith(".ts")) continue;
    const path = join(client, file);
    const text = readFileSync(path, "utf8");
    const shared = text.replace(
      /(?<= from ")(?:\.\/)?((?:\.\.\/)*)(?=runtime\/)/g,
      "../$1",
    );
    writeFileSync(path, shared);
  }
}

/** Takes out what keeps users' compilers from checking a client. */
function haveChecked(client) {
  for (const file of readdirSync(client, { recursive: true })) {
    if (!file.endsWith(".ts")) continue;
    const path = join(client, file);
    writeFileSync(path, checkedText(readFileSync(path, "utf8")));
  }
}

/** Runs the rows, some at a time; gives how many failed. */
async function runAll(all, atOnce) {
  const waiting = [...all.entries()];
  let failures = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, row] = next;
      const started = performance.now();
      const { passed, output } = await compile(row, `tsconfig.${index}.json`);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(
        `${passed ? "ok  " : "FAIL"} ${seconds.padStart(5)} s  ${row.name}`,
      );
      if (passed) continue;
      failures += 1;
      console.log(summary(output));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failures;
}

function compile({ compiler, packageType, options }, config) {
  const cwd = join(folder, packageType);
  writeFileSync(
    join(cwd, config),
    JSON.stringify({ compilerOptions: options, include: ["clients"] }),
  );
  const tsc = join(here, "node_modules", compiler, "bin/tsc");
  const child = spawn(process.execPath, [tsc, "-p", config], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((settle, reject) => {
    child.once("error", reject);
    child.once("close", (code) => settle({ passed: code === 0, output }));
  });
}

/** The first lines of a compiler's complaints, with each file named as it is in the folder it was copied from. */
function summary(output) {
  const lines = output
    .trimEnd()
    .split("\n")
    .map((line) =>
      line.replace(/^clients\/(\d+)/, (_, index) => {
        const client = trees[Number(index)];
        return client.startsWith(root) ? relative(root, client) : client;
      }),
    );
  const more = lines.length > 20 ? [`… ${lines.length - 20} more lines`] : [];
  return [...lines.slice(0, 20), ...more]
    .map((line) => `       ${line}`)
    .join("\n");
}
