// Uses kubewright as its users do: packs it, installs the archive, generates clients, and builds and runs each consumer.
//
//   node test/consumers/run.mjs          all of them
//   node test/consumers/run.mjs NAME…    those whose name has one of these in it
//   node test/consumers/run.mjs --list   their names
//
// The last line is `N passed, N failed`; the exit code is 1 if any failed. It needs Linux on x64, and a build.
import { performance } from "node:perf_hooks";

import { rows as all } from "./rows/index.mjs";
import { Workshop } from "./workshop.mjs";

const atOnce = 2;

for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => process.exit(130));

const args = process.argv.slice(2);
const rows = all.filter(
  ({ name }) => args.length === 0 || args.some((part) => name.includes(part)),
);
if (args.includes("--list")) {
  for (const { name } of all) console.log(name);
} else if (rows.length === 0) {
  console.error(`no consumer is called ${args.join(" or ")}: see --list`);
  process.exitCode = 2;
} else {
  await main();
}

async function main() {
  const started = performance.now();
  const workshop = await Workshop.open();
  console.log(`${secondsSince(started)} s  packed, installed, generated`);
  const failed = await runAll(workshop);
  workshop.close();
  console.log(`${secondsSince(started)} s  in all`);
  console.log(`${rows.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Gives how many failed. */
async function runAll(workshop) {
  const waiting = [...rows];
  let failures = 0;
  const work = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      const started = performance.now();
      const problem = await problemOf(row, workshop);
      const outcome = problem === undefined ? "ok  " : "FAIL";
      console.log(`${outcome} ${secondsSince(started)} s  ${row.name}`);
      if (problem === undefined) continue;
      failures += 1;
      console.log(problem);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failures;
}

/** What a row fails with, some lines of it; undefined where it passes. */
async function problemOf(row, workshop) {
  try {
    await row.run(workshop);
    return undefined;
  } catch (error) {
    const lines = (error.stack ?? String(error)).trimEnd().split("\n");
    return lines
      .slice(0, 40)
      .map((line) => `       ${line}`)
      .join("\n");
  }
}

function secondsSince(started) {
  return ((performance.now() - started) / 1000).toFixed(1).padStart(5);
}
