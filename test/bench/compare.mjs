import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
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
 * @param {import("./list/start-server.mjs").ListServer | undefined} server for the rows that ask it
 * @param {number} count
 * @returns {Promise<Result>}
 */
export async function comparePairs(row, folder, server, count) {
  const pairs = [];
  for (let pair = 0; pair <= count; pair += 1) {
    const ours = await runOnce(row, row.ours, folder, server);
    const theirs = await runOnce(row, row.theirs, folder, server);
    if (pair > 0) pairs.push({ ours, theirs });
  }
  return { row, pairs };
}

async function runOnce(row, command, folder, server) {
  const out = join(folder, "out");
  mkdirSync(out);
  const [script, ...args] = command({
    documents: join(folder, String(row.capture)),
    merged: join(folder, `${row.capture}.json`),
    server,
    out,
  });
  if (!existsSync(script)) {
    throw new Error(`${script} is not there: run "npm ci" and "npm run build"`);
  }
  try {
    const cost = await measure(row.node?.(), [script, ...args], folder);
    if (readdirSync(out).length === 0) throw new Error("nothing was written");
    return cost;
  } finally {
    rmSync(out, { recursive: true });
  }
}
