import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { failure } from "../diagnostics.js";
import { makeFolder } from "./make-folder.js";
import type { OutputFolder } from "./output-folder.js";

/**
 * Runs `work` while no other run writes to the folder. The lock of a run that is no longer there is taken over.
 *
 * @throws {GenerationFailed} `output-locked`
 */
export function whileLocked<Result>(
  folder: OutputFolder,
  work: () => Result,
): Result {
  makeFolder(folder.parent);
  take(folder);
  try {
    return work();
  } finally {
    rmSync(folder.lock, { force: true });
  }
}

function take(folder: OutputFolder): void {
  const own = `${JSON.stringify({ process: process.pid, host: hostname() })}\n`;
  for (const attempt of ["first", "second"] as const) {
    try {
      writeFileSync(folder.lock, own, { flag: "wx" });
      return;
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === "EEXIST";
      if (!isTaken) throw error;
      const holder = readHolder(folder.lock);
      if (attempt === "second" || holder === undefined || isRunning(holder))
        throw locked(folder, holder);
      rmSync(folder.lock, { force: true });
    }
  }
}

interface Holder {
  readonly process: number;
  readonly host: string;
}

function readHolder(path: string): Holder | undefined {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as Partial<Holder>;
    return typeof value.process === "number" && typeof value.host === "string"
      ? { process: value.process, host: value.host }
      : undefined;
  } catch {
    return undefined;
  }
}

/** On another machine that shares the folder, nothing can be said: it counts as running. */
function isRunning({ process: id, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function locked(folder: OutputFolder, holder: Holder | undefined): Error {
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
