import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { format } from "prettier";

import { costs, spellCost } from "./costs.mjs";
import { fillTables } from "./page.mjs";
import { root } from "./places.mjs";
import { missed, readResults, resultsFile } from "./results.mjs";

/**
 * What a terminal shows of a row: medians, ratios with their spread, and whether targets are met.
 *
 * @param {import("./compare.mjs").Row} row
 * @param {import("./results.mjs").ComparisonFacts} facts
 */
export function describeComparison(row, facts) {
  const short = missed(row, facts);
  const lines = Object.entries(facts.costs).map(([key, told]) => {
    const { title } = costs[key];
    const target = row.targets[key];
    const verdict =
      target === undefined
        ? ""
        : `, target ${row.theirs === undefined ? spellCost(key, target) : target}: ${short.includes(key) ? "missed" : "met"}`;
    const spread =
      told.theirs === undefined
        ? `(${spellCost(key, told.least)} to ${spellCost(key, told.most)})`
        : `against ${spellCost(key, told.theirs)}; ${told.ratio} (${told.least}–${told.most})`;
    return `  ${title}: ${spellCost(key, told.ours)} ${spread}${verdict}`;
  });
  const runs =
    row.theirs === undefined
      ? `${facts.pairs} runs`
      : `against ${row.peer}, ${facts.pairs} pairs`;
  return `${row.name}, ${runs}, Node ${facts.node}\n${lines.join("\n")}`;
}

/**
 * Lays results over those that there are, and writes all: `results.json`, and the tables of docs/benchmarks.md and README.md.
 *
 * @param {import("./results.mjs").Results} measured
 */
export async function writeResults(measured) {
  const before = readResults();
  const results = Object.fromEntries(
    Object.entries(before).map(([kind, known]) => {
      const all = Object.entries({ ...known, ...measured[kind] });
      // In one order, whatever was measured first.
      return [
        kind,
        Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))),
      ];
    }),
  );
  await write(resultsFile, JSON.stringify(results), "json");
  for (const page of ["docs/benchmarks.md", "README.md"]) {
    const path = join(root, page);
    await write(
      path,
      fillTables(readFileSync(path, "utf8"), results),
      "markdown",
    );
  }
}

async function write(path, text, parser) {
  writeFileSync(path, await format(text, { parser }));
}
