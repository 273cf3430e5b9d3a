// Tries documents and CRDs that nobody would write:
//
//   npm run fuzz -- --runs 10000            documents; --seed S repeats a run
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
for (const [name, value] of Object.entries(values))
  if (!/^\d{1,9}$|^[12]\d{9}$/.test(value)) {
    console.error(`--${name} takes a number, not "${value}"`);
    process.exit(2);
  }
const { status } = spawnSync(
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
      KUBEWRIGHT_FUZZ_RUNS: values.runs,
      KUBEWRIGHT_FUZZ_SEED: values.seed,
    },
  },
);
process.exitCode = status ?? 1;
