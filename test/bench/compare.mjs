import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";

import { measure } from "./measure.mjs";

/**
 * The outcome of a row: for each counted pair what ours took and what theirs took.
 *
 * @typedef {object} Result
 * @property {import("./rows.mjs").Row} row
 * @property {readonly { ours: Cost, theirs: Cost }[]} pairs
 */
/** @typedef {import("./measure.mjs").Cost} Cost */

/**
 * Runs ours and theirs in turn. What slows the machine for a while slows both, so only what one pair says of both is
 * compared. The first pair warms the caches of the file system and is not counted.
 *
 * @param {import("./rows.mjs").Row} row
 * @param {string} folder where the captures are
 * @param {Partial<Pick<import("./rows.mjs").Run, "server" | "watches">>} servers for the rows that ask them
 * @param {number} count
 * @returns {Promise<Result>}
 */
export async function comparePairs(row, folder, servers, count) {
  const pairs = [];
  for (let pair = 0; pair <= count; pair += 1) {
    const ours = await runOnce(row, row.ours, folder, servers);
    const theirs = await runOnce(row, row.theirs, folder, servers);
    if (pair > 0) pairs.push({ ours, theirs });
  }
  return { row, pairs };
}

async function runOnce(row, command, folder, servers) {
  const out = join(folder, "out");
  mkdirSync(out);
  const [script, ...args] = command({
    documents: join(folder, String(row.capture)),
    merged: join(folder, `${row.capture}.json`),
    synthetic: join(folder, "synthetic"),
    ...servers,
    out,
  });
  if (!existsSync(script)) {
    throw new Error(`${script} is not there: run "npm ci" and "npm run build"`);
  }
  try {
    const flags = row.flags ?? [];
    const cost = await measure(
      row.node?.(),
      [...flags, script, ...args],
      folder,
    );
    if (readdirSync(out).length === 0) throw new Error("nothing was written");
    if (row.what !== "holding") return cost;
    const bytes = Number(readFileSync(join(out, "held"), "utf8"));
    return { ...cost, heldMiB: bytes / 2 ** 20 };
  } finally {
    rmSync(out, { recursive: true });
  }
}
