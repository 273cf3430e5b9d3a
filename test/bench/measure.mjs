import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";

/**
 * What is started as a process of its own.
 *
 * @typedef {object} Command
 * @property {string} [program] by default the node that runs this
 * @property {readonly string[]} args
 * @property {Readonly<Record<string, string>>} [env] beside what there is
 * @property {string} [cwd] by default the folder of all inputs
 * @property {string} [writes] a path that is there once it has done its work
 * @property {string} [measured] a file of JSON that it writes: what it measured of itself
 */
/**
 * What a process took.
 *
 * @typedef {object} Cost
 * @property {number} wallMs from its start to its end
 * @property {number} cpuMs user and system, over all threads
 * @property {number} peakMiB of resident memory
 */

const usageReporter = join(import.meta.dirname, "report-usage.cjs");

/**
 * Runs a program as a process of its own.
 *
 * @param {Command} command
 * @param {string} folder
 * @returns {Promise<Cost & Readonly<Record<string, number>>>} with what it measured of itself
 * @throws {Error} with what it printed, where it fails
 */
export async function measure(command, folder) {
  const { program = process.execPath, args, env, cwd = folder } = command;
  const isNode = basename(program).startsWith("node");
  const preload = isNode ? ["--require", usageReporter] : [];
  const started = performance.now();
  const child = spawn(program, [...preload, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const watched = isNode ? undefined : watchUsage(child.pid);
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      resolve({ code, wallMs: performance.now() - started });
    });
  });
  const [{ code, wallMs }, out, printed, usage] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
    text(child.stdio[3]),
  ]).finally(() => watched?.stop());
  if (code !== 0) {
    const line = [program, ...args].join(" ");
    throw new Error(`${line}\nended with ${code}:\n${out}${printed}`);
  }
  if (command.writes !== undefined && !existsSync(command.writes))
    throw new Error(`${program} ${args.join(" ")}\nwrote nothing`);
  return {
    wallMs,
    ...(watched?.usage() ?? usageOfNode(usage)),
    ...(command.measured === undefined
      ? {}
      : JSON.parse(readFileSync(command.measured, "utf8"))),
  };
}

function usageOfNode(reported) {
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(reported);
  return {
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakMiB: maxRSS / 1024,
  };
}

/** Of what is not node, the system is asked while it runs: for seconds, so that the last tenth of one is not missed. */
function watchUsage(pid) {
  if (!existsSync(`/proc/${pid}/stat`))
    throw new Error("what a peer takes that is not node is read from /proc");
  let usage;
  const read = () => {
    try {
      // The name of the program, in parentheses, may have spaces.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
      if (peak === undefined) return;
      // In hundredths of a second, on each Linux that there is.
      const cpuMs = (Number(fields[11]) + Number(fields[12])) * 10;
      usage = { cpuMs, peakMiB: Number(peak) / 1024 };
    } catch {
      // It has ended.
    }
  };
  read();
  const timer = setInterval(read, 50);
  return { stop: () => clearInterval(timer), usage: () => usage };
}
