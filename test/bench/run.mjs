import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { installOnce } from "../install-once.mjs";
import {
  bundleRows,
  describeBundle,
  excess,
  measureBundle,
} from "./bundles.mjs";
import { unpackCaptures } from "./captures.mjs";
import { comparePairs } from "./compare.mjs";
import { startListServer } from "./list/start-server.mjs";
import { markdown, table } from "./report.mjs";
import { mebibytesPerKind, root, rows } from "./rows.mjs";
import { writeSynthetic } from "./synthetic.mjs";
import { startWatchServer } from "./watch/start-server.mjs";

const usage = `Usage: npm run bench [-- options]

Compares kubewright with what people use in its place, as whole processes: generating with openapi-typescript, and the
generated client with undici alone and with @kubernetes/client-node; and generating with the same on half of the input. Bundles
are measured in bytes, and are not to be over their limits.

  --only ROW   one row: ${[...rows, ...bundleRows].map(({ name }) => name).join(", ")}
  --pairs N    how many counted pairs a row has; default 5
  --write      write docs/benchmarks.md
`;

process.exitCode = await main();

/** @returns {Promise<0 | 1 | 2>} 0 done, 1 something is missing, 2 wrong usage */
async function main() {
  const chosen = readOptions();
  if (chosen === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), "kubewright-bench-"));
  try {
    const bundles = await measureBundles(chosen);
    const results = await compareAll(chosen, folder);
    if (results.length > 0) console.log(table(results));
    if (chosen.write) {
      const path = join(root, "docs/benchmarks.md");
      writeFileSync(path, await markdown(results, bundles));
    }
    const problems = bundles.flatMap(excess);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bundles first: they take a second. */
async function measureBundles({ bundles }) {
  if (bundles.length > 0) installOnce(import.meta.dirname);
  const results = [];
  for (const row of bundles) {
    const result = await measureBundle(row);
    console.log(describeBundle(result));
    results.push(result);
  }
  return results;
}

async function compareAll({ rows: chosen, pairs }, folder) {
  const captures = chosen.flatMap(({ capture }) => capture ?? []);
  unpackCaptures(folder, new Set(captures));
  for (const kinds of new Set(chosen.flatMap((row) => row.kinds ?? []))) {
    const mebibytes = kinds * mebibytesPerKind;
    writeSynthetic(join(folder, "synthetic", String(kinds)), {
      kinds,
      mebibytes,
    });
  }
  const what = new Set(chosen.map((row) => row.what));
  const watches = what.has("watching") || what.has("holding");
  if (what.has("listing") || watches) installOnce(import.meta.dirname);
  const servers = {};
  try {
    if (what.has("listing")) servers.server = await startListServer(folder);
    if (watches) servers.watches = await startWatchServer();
    const results = [];
    for (const row of chosen) {
      results.push(await comparePairs(row, folder, servers, pairs));
    }
    return results;
  } finally {
    for (const server of Object.values(servers)) server.stop();
  }
}

function readOptions() {
  const options = parse();
  if (options === undefined) return undefined;
  const { only, pairs, write } = options;
  const isSelected = ({ name }) => only === undefined || name === only;
  const selected = rows.filter(isSelected);
  const bundles = bundleRows.filter(isSelected);
  const count = Number(pairs);
  // The page has every row, and no fewer pairs than it is worth.
  const unfit = write && (only !== undefined || count < 5);
  const isNothing = selected.length === 0 && bundles.length === 0;
  return isNothing || !(count >= 1) || unfit
    ? undefined
    : { rows: selected, bundles, pairs: count, write };
}

function parse() {
  try {
    return parseArgs({
      options: {
        only: { type: "string" },
        pairs: { type: "string", default: "5" },
        write: { type: "boolean", default: false },
      },
    }).values;
  } catch {
    return undefined;
  }
}
