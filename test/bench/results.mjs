import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { costsOf, median } from "./costs.mjs";
import { openapiGeneratorVersion } from "./generators.mjs";
import { peers, root } from "./places.mjs";

/**
 * What is known of all rows, each from the last time that it was measured.
 *
 * @typedef {object} Results
 * @property {Record<string, Comparison>} comparisons by the names of rows
 * @property {Record<string, Measured & { minified: number, gzip: number, beside: number }>} bundles bytes; `beside` is minified
 * @property {Record<string, Measured & { count: number }>} sizes
 */
/**
 * When, and of which commit (with a `+` where something was not committed).
 *
 * @typedef {{ date: string, commit: string }} Measured
 */
/**
 * @typedef {Measured & ComparisonFacts} Comparison
 * @typedef {object} ComparisonFacts
 * @property {string} node the version that ran kubewright
 * @property {number} cores
 * @property {number} pairs
 * @property {Record<string, string>} versions of the peer's packages
 * @property {Record<string, Told>} costs by the names that `costs.mjs` has
 */
/**
 * Medians of both sides, and of ours divided by theirs, with the least and the most of that; where there is no other, of ours itself.
 *
 * @typedef {{ ours: number, theirs?: number, ratio?: number, least: number, most: number }} Told
 */

/** Where the results are that docs/benchmarks.md shows. */
export const resultsFile = join(import.meta.dirname, "results.json");

/** @returns {Results} */
export function readResults() {
  return existsSync(resultsFile)
    ? JSON.parse(readFileSync(resultsFile, "utf8"))
    : { comparisons: {}, bundles: {}, sizes: {} };
}

/** When and of which commit something is measured that is measured now. */
export function measuredNow() {
  const git = (...args) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--untracked-files=no");
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: `${git("rev-parse", "--short", "HEAD")}${changed === "" ? "" : "+"}`,
  };
}

/**
 * What pairs tell of a row.
 *
 * @param {import("./compare.mjs").Row} row
 * @param {Awaited<ReturnType<typeof import("./compare.mjs").comparePairs>>} compared
 * @returns {ComparisonFacts}
 */
export function summarize(row, { pairs, program }) {
  const costs = costsOf(row).map((key) => [
    key,
    row.theirs === undefined ? alone(key, pairs) : compared(key, pairs),
  ]);
  const version = execFileSync(program, ["--version"], { encoding: "utf8" });
  return {
    node: version.trim().slice(1),
    cores: availableParallelism(),
    pairs: pairs.length,
    versions: Object.fromEntries(
      (row.packages ?? []).map((name) => [name, versionOf(name)]),
    ),
    costs: Object.fromEntries(costs),
  };
}

function compared(key, pairs) {
  const ratios = pairs.map(({ ours, theirs }) => ours[key] / theirs[key]);
  return {
    ours: rounded(median(pairs.map(({ ours }) => ours[key]))),
    theirs: rounded(median(pairs.map(({ theirs }) => theirs[key]))),
    ratio: rounded(median(ratios)),
    ...spreadOf(ratios),
  };
}

function alone(key, pairs) {
  const values = pairs.map(({ ours }) => ours[key]);
  return { ours: rounded(median(values)), ...spreadOf(values) };
}

function spreadOf(values) {
  return {
    least: rounded(Math.min(...values)),
    most: rounded(Math.max(...values)),
  };
}

function rounded(value) {
  return Number(value.toPrecision(3));
}

/** Of an installed package: ours of undici, which a peer brings as well. */
function versionOf(name) {
  if (name === "openapi-generator-cli") return openapiGeneratorVersion;
  const [found] = [root, peers]
    .map((folder) => join(folder, "node_modules", name, "package.json"))
    .filter((path) => existsSync(path));
  return JSON.parse(readFileSync(found, "utf8")).version;
}

/**
 * Which targets of a row are missed.
 *
 * @param {import("./compare.mjs").Row} row
 * @param {ComparisonFacts} facts
 * @returns {readonly string[]} the names of costs
 */
export function missed({ targets }, { costs }) {
  return Object.entries(targets)
    .filter(([key, most]) => !((costs[key].ratio ?? costs[key].ours) <= most))
    .map(([key]) => key);
}
