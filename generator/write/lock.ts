import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { failure } from "../diagnostics.js";
import { makeFolder } from "./make-folder.js";
import type { OutputFolder } from "./output-folder.js";

/** What is locked: as the user spells it, the folder that it is in, and the file that says so. */
export type Lockable = Pick<OutputFolder, "label" | "lock" | "parent">;

/**
 * Runs `work` while no other run writes to the same. The lock of a run that is no longer there is taken over.
 *
 * @param patienceMs how long another run is waited for, in milliseconds
 * @throws {GenerationFailed} `output-locked`
 */
export function whileLocked<Result>(
  folder: Lockable,
  work: () => Result,
  patienceMs = 0,
): Result {
  makeFolder(folder.parent);
  const end = performance.now() + patienceMs;
  while (!take(folder, performance.now() >= end)) pause();
  try {
    return work();
  } finally {
    rmSync(folder.lock, { force: true });
  }
}

/** Waits as long as another run needs for a file: work is synchronous here, so that no interrupt comes in between. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
}

/** @returns whether it was free; where it has to be, it is an error that it was not */
function take(folder: Lockable, mustBeFree: boolean): boolean {
  const own = `${JSON.stringify({ process: process.pid, host: hostname() })}\n`;
  for (const attempt of ["first", "second"] as const) {
    try {
      writeFileSync(folder.lock, own, { flag: "wx" });
      return true;
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      // On a full disk there is a file now, and nothing in it: nobody could say whose it is.
      if (/^(?:ENOSPC|EDQUOT)$/.test(code))
        rmSync(folder.lock, { force: true });
      if (code !== "EEXIST") throw error;
      const holder = readHolder(folder.lock);
      if (attempt === "second" || holder === undefined || isRunning(holder)) {
        if (mustBeFree) throw locked(folder, holder);
        return false;
      }
      rmSync(folder.lock, { force: true });
    }
  }
  return false;
}

interface Holder {
  readonly process: number;
  readonly host: string;
  /** When it took the lock, in milliseconds since 1970. */
  readonly since: number;
}

function readHolder(path: string): Holder | undefined {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as Partial<Holder>;
    return typeof value.process === "number" && typeof value.host === "string"
      ? {
          process: value.process,
          host: value.host,
          since: statSync(path).mtimeMs,
        }
      : undefined;
  } catch {
    return undefined;
  }
}

/** How far the clock of a file system may be from that of the process, in milliseconds. */
const clocksApartMs = 5_000;

/** On another machine that shares the folder, nothing can be said: it counts as running. */
function isRunning({ process: id, host, since }: Holder): boolean {
  if (host !== hostname()) return true;
  // In containers the next run has the number of the one that was killed.
  const began = Date.now() - process.uptime() * 1000;
  if (id === process.pid && since < began - clocksApartMs) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function locked(folder: Lockable, holder: Holder | undefined): Error {
  const who =
    holder === undefined
      ? ""
      : ` (process ${holder.process} on ${holder.host})`;
  return failure({
    code: "output-locked",
    message: `another run is writing "${folder.label}"${who}`,
    hint: `wait until it is done; if there is none, delete "${folder.lock}"`,
  });
}
