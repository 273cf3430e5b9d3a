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
  const folder = mkdtempSync(join(tmpdir(), "kubewright-bench-"));
  const inputs = new Inputs(folder);
  try {
    const sizes = measureSizes(options, inputs, problems);
    const bundles = await measureBundles(options, problems);
    const comparisons = await compareAll(options, inputs, problems);
    if (options.write) await writeResults({ comparisons, bundles, sizes });
  } finally {
    await inputs.close();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

function measureSizes({ chosen, quick }, inputs, problems) {
  const results = {};
  for (const row of sizeRows.filter(({ name }) => chosen.has(name))) {
    if (isLeftOut(row, quick)) continue;
    try {
      const result = measureSize(row, inputs);
      console.log(describeSize(result));
      problems.push(...excessSize(result));
      results[row.name] = { ...measuredNow(), count: result.count };
    } catch (error) {
      problems.push(problemOf(row, error));
    }
  }
  return results;
}

/** What is made of captures is left out of a short form where there are none. */
function isLeftOut({ name, needs = [] }, quick) {
  if (!quick || !needs.includes("captures") || existsSync(captures))
    return false;
  console.log(`${name}: left out, for want of ../shared/specs`);
  return true;
}

function problemOf({ name }, error) {
  return `${name}: ${error instanceof Error ? error.message : error}`;
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
async function compareAll({ chosen, pairs, quick }, inputs, problems) {
  const results = {};
  const selected = rows.filter(({ name }) => chosen.has(name));
  if (selected.length === 0) return results;
  if (!existsSync(cli)) {
    problems.push(`${cli} is not there: run "npm run build"`);
    return results;
  }
  for (const row of selected) {
    if (isLeftOut(row, quick)) continue;
    try {
      if (row.needs?.includes("peers")) installOnce(peers);
      const warmUp = !quick || row.section === "again";
      const compared = await comparePairs(row, inputs, { pairs, warmUp });
      const facts = summarize(row, compared);
      console.log(describeComparison(row, facts));
      results[row.name] = { ...measuredNow(), ...facts };
    } catch (error) {
      problems.push(problemOf(row, error));
    }
  }
  return results;
}
