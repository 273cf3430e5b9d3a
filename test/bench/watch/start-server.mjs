import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** How many pods the server has, and how many changes a busy watch brings. */
export const podCount = 100_000;
export const eventCount = 10_000;

/**
 * A running server of watches.
 *
 * @typedef {object} WatchServer
 * @property {string} url
 * @property {() => void} stop
 */

/**
 * Starts the server in a process of its own, so that what it takes is not counted.
 *
 * @returns {Promise<WatchServer>}
 */
export async function startWatchServer() {
  const script = join(import.meta.dirname, "server.mjs");
  const child = spawn(process.execPath, [script, podCount, eventCount], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  return { url: String(line).trim(), stop: () => child.stdin.end() };
}
