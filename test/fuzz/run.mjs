// Tries documents that nobody would write, and captures that were damaged on the way:
//
//   npm run fuzz                                  10,000 documents
//   npm run fuzz -- --runs 500 --seed 7 --jobs 1  so many, from this seed on, in so many processes
//
// What fails is made as small as could be, and written to a file that `--from` takes.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    jobs: { type: "string", default: String(availableParallelism()) },
  },
});
const [runs, seed, jobs] = ["runs", "seed", "jobs"].map((name) => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= (name === "seed" ? 0 : 1))
    return number;
  console.error(`--${name} takes a whole number, not "${values[name]}"`);
  process.exit(2);
});

const started = Date.now();
console.log(`${runs} documents, seed ${seed}, ${jobs} processes`);
const codes = await Promise.all(
  Array.from({ length: jobs }, (_, job) => run(job)),
);
const failed = codes.filter((code) => code !== 0).length;
const seconds = Math.round((Date.now() - started) / 1000);
console.log(
  `${failed === 0 ? "all is as it should be" : "something failed"}, after ${seconds} s`,
);
process.exitCode = failed === 0 ? 0 : 1;

function run(job) {
  const child = spawn(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--config",
      "vitest.fuzz.config.ts",
    ],
    {
      stdio: "inherit",
      cwd: new URL("../..", import.meta.url),
      env: {
        ...process.env,
        KUBEWRIGHT_FUZZ_RUNS: String(Math.ceil(runs / jobs)),
        KUBEWRIGHT_FUZZ_SEED: String(seed + job),
        KUBEWRIGHT_FUZZ_STEP: String(jobs),
      },
    },
  );
  return new Promise((settle) => {
    child.once("error", () => settle(1));
    child.once("close", settle);
  });
}
