import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { measure } from "./measure.mjs";

/**
 * One comparison.
 *
 * @typedef {object} Row
 * @property {string} name what `--only` takes
 * @property {string} title
 * @property {string} section of docs/benchmarks.md
 * @property {string} [peer] what it is against, as the page says it
 * @property {readonly string[]} [packages] the peer's, whose versions the page says
 * @property {readonly ("captures" | "peers")[]} [needs] what not everybody has, or takes long to install
 * @property {readonly string[]} [costs] what it is about, of `costs.mjs`; by default time and memory of the process
 * @property {Readonly<Record<string, number>>} targets the most that ours, divided by theirs, is to be; where there is no other, the most
 *   that ours is to be itself
 * @property {boolean} [quick] whether `--quick` runs it
 * @property {Side} ours
 * @property {Side} [theirs] absent where nothing else does the same
 */
/** @typedef {import("./measure.mjs").Command} Command */
/**
 * What one side of a row runs: what that takes, less what `less` takes, so that one learns what more of the input adds.
 *
 * @callback Side
 * @param {import("./inputs.mjs").Inputs} inputs
 * @param {string} out an empty folder
 * @returns {Command & { less?: Command } | Promise<Command & { less?: Command }>}
 */
/** @typedef {Readonly<Record<string, number>>} Costs */
/** @typedef {{ readonly ours: Costs, readonly theirs: Costs | undefined }} Pair */

/**
 * Runs ours and theirs in turn. What slows the machine for a while slows both, so only what one pair says of both is
 * compared.
 *
 * @param {Row} row
 * @param {import("./inputs.mjs").Inputs} inputs
 * @param {{ pairs: number, warmUp: boolean }} count the warm-up is a pair that fills the file system's caches, and is not counted
 * @returns {Promise<{ pairs: readonly Pair[], program: string }>} with what runs ours
 * @throws {Error} with what a process printed, where it fails
 */
export async function comparePairs(row, inputs, { pairs: count, warmUp }) {
  const pairs = [];
  let program;
  for (let pair = warmUp ? 0 : 1; pair <= count; pair += 1) {
    const ours = await runOnce(row.ours, inputs);
    const theirs = row.theirs && (await runOnce(row.theirs, inputs));
    program = ours.program;
    if (pair > 0) pairs.push({ ours: ours.cost, theirs: theirs?.cost });
  }
  return { pairs, program };
}

async function runOnce(side, inputs) {
  const out = join(inputs.folder, "out");
  mkdirSync(out);
  try {
    const { less, ...command } = await side(inputs, out);
    const base = less === undefined ? {} : await measure(less, inputs.folder);
    // Both write to the same place, each into an empty one.
    rmSync(out, { recursive: true });
    mkdirSync(out);
    const cost = await measure(command, inputs.folder);
    const entries = Object.entries(cost);
    return {
      program: command.program ?? process.execPath,
      cost: Object.fromEntries(
        entries.map(([key, value]) => [key, value - (base[key] ?? 0)]),
      ),
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
