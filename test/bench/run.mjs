import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { installOnce } from "../install-once.mjs";
import {
  bundleRows,
  bundlers,
  describeBundle,
  excess,
  measureBundle,
} from "./bundles.mjs";
import { comparePairs } from "./compare.mjs";
import { Inputs } from "./inputs.mjs";
import { readOptions, usage } from "./options.mjs";
import { captures, cli, peers } from "./places.mjs";
import { describeComparison, writeResults } from "./report.mjs";
import { measuredNow, summarize } from "./results.mjs";
import { rows } from "./rows/index.mjs";
import { describeSize, excessSize, measureSize, sizeRows } from "./sizes.mjs";

process.exitCode = await main();

/** @returns {Promise<0 | 1 | 2>} 0 done, 1 a row cannot be run or a size is over its limit, 2 wrong usage */
async function main() {
  const options = readOptions();
  if (options === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const problems = [];
  const sizes = measureSizes(options, problems);
  const bundles = await measureBundles(options, problems);
  const comparisons = await compareAll(options, problems);
  if (options.write) await writeResults({ comparisons, bundles, sizes });
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

function measureSizes({ chosen }, problems) {
  const results = {};
  for (const row of sizeRows.filter(({ name }) => chosen.has(name))) {
    const result = measureSize(row);
    console.log(describeSize(result));
    problems.push(...excessSize(result));
    results[row.name] = { ...measuredNow(), count: result.count };
  }
  return results;
}

async function measureBundles({ chosen }, problems) {
  const results = {};
  for (const row of bundleRows.filter(({ name }) => chosen.has(name))) {
    installOnce(bundlers);
    const result = await measureBundle(row);
    console.log(describeBundle(result));
    problems.push(...excess(result));
    const beside = result.beside.minified;
    results[row.name] = { ...measuredNow(), ...result.size, beside };
  }
  return results;
}

/** One after the other. A row that cannot be run is a problem of its own: the others are measured, and kept. */
async function compareAll({ chosen, pairs, quick }, problems) {
  const results = {};
  const selected = rows.filter(({ name }) => chosen.has(name));
  if (selected.length === 0) return results;
  if (!existsSync(cli)) {
    problems.push(`${cli} is not there: run "npm run build"`);
    return results;
  }
  const folder = mkdtempSync(join(tmpdir(), "kubewright-bench-"));
  const inputs = new Inputs(folder);
  try {
    for (const row of selected) {
      const needs = row.needs ?? [];
      if (quick && needs.includes("captures") && !existsSync(captures)) {
        console.log(`${row.name}: left out, for want of ../shared/specs`);
        continue;
      }
      try {
        if (needs.includes("peers")) installOnce(peers);
        const warmUp = !quick || row.section === "again";
        const compared = await comparePairs(row, inputs, { pairs, warmUp });
        const facts = summarize(row, compared);
        console.log(describeComparison(row, facts));
        results[row.name] = { ...measuredNow(), ...facts };
      } catch (error) {
        const message = error instanceof Error ? error.message : error;
        problems.push(`${row.name}: ${message}`);
      }
    }
    return results;
  } finally {
    await inputs.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
