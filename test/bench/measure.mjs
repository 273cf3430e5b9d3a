import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * What a process took.
 *
 * @typedef {object} Cost
 * @property {number} wallMs from its start to its end
 * @property {number} cpuMs user and system, over all threads
 * @property {number} peakMiB of resident memory
 * @property {number} [heldMiB] of the heap, by what it was to hold, where the row is about that
 */

const usageReporter = pathToFileURL(
  fileURLToPath(new URL("report-usage.mjs", import.meta.url)),
).href;

/**
 * Runs a program of node as a process of its own.
 *
 * @param {string | undefined} node its path; by default the one that runs this
 * @param {readonly string[]} args the program and its arguments
 * @param {string} cwd
 * @returns {Promise<Cost>}
 * @throws {Error} with what it printed, where it fails
 */
export async function measure(node = process.execPath, args, cwd) {
  const started = performance.now();
  const child = spawn(node, ["--import", usageReporter, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      resolve({ code, wallMs: performance.now() - started });
    });
  });
  const [{ code, wallMs }, printed, usage] = await Promise.all([
    ended,
    text(child.stderr),
    text(child.stdio[3]),
  ]);
  if (code !== 0) {
    throw new Error(`${args.join(" ")}\nended with ${code}:\n${printed}`);
  }
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage);
  return {
    wallMs,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakMiB: maxRSS / 1024,
  };
}
