import { parseArgs } from "node:util";

import { bundleRows } from "./bundles.mjs";
import { rows } from "./rows/index.mjs";
import { sizeRows } from "./sizes.mjs";

const names = [...rows, ...bundleRows, ...sizeRows].map(({ name }) => name);

export const usage = `Usage: npm run bench [-- options]

Compares kubewright with what people use in its place, in pairs of processes that run in turn, and says whether targets are met.
Sizes are the same on every machine: it fails where one is over its limit.

  --only ROW   one row; may be repeated
  --pairs N    how many counted pairs a row has; default 5
  --write      lay the results over those that there are, and write docs/benchmarks.md; takes 5 pairs or more
  --quick      a pair of each row that needs no other packages, to see that it can be run, and all sizes

Rows: ${names.join(", ")}
`;

/**
 * @typedef {object} Options
 * @property {ReadonlySet<string>} chosen names of rows
 * @property {number} pairs
 * @property {boolean} write
 * @property {boolean} quick
 */

/** @returns {Options | undefined} undefined where the command line is wrong */
export function readOptions() {
  const values = parse();
  if (values === undefined) return undefined;
  const { only = [], quick, write } = values;
  const pairs = Number(values.pairs ?? (quick ? 1 : 5));
  const isKnown = only.every((name) => names.includes(name));
  // The page has no fewer pairs than it is worth.
  const isUnfit = write && (quick || pairs < 5);
  if (!isKnown || isUnfit || !(Number.isInteger(pairs) && pairs >= 1))
    return undefined;
  const left = quick ? rows.filter((row) => !row.quick) : [];
  const slow = new Set(left.map(({ name }) => name));
  const all = names.filter((name) => !slow.has(name));
  return { chosen: new Set(only.length > 0 ? only : all), pairs, quick, write };
}

function parse() {
  try {
    return parseArgs({
      options: {
        only: { type: "string", multiple: true },
        pairs: { type: "string" },
        write: { type: "boolean", default: false },
        quick: { type: "boolean", default: false },
      },
    }).values;
  } catch {
    return undefined;
  }
}
