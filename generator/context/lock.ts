import {
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { failure, type GenerationFailed } from "../diagnostics.js";
import { writeProblem } from "./problems.js";

/** How long to wait for other programs. */
export interface Patience {
  readonly milliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

const pause = 100;

/**
 * Runs `work` while neither kubectl nor another kubewright changes any of the files: each has its lock file, `FILE.lock`, as client-go
 * makes it (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/loader.go). kubectl fails where one is there; this
 * waits. A lock is never taken over: whether the one who made it still runs cannot be known across machines and containers that
 * share a home folder.
 *
 * `work` is given the files that are locked: one in a folder that cannot be written is not, and must not be changed.
 *
 * @throws {GenerationFailed} `kubeconfig-locked`
 */
export async function whileLocked<Result>(
  files: Iterable<string>,
  patience: Patience,
  work: (locked: ReadonlySet<string>) => Promise<Result>,
): Promise<Result> {
  const locked = new Set<string>();
  const release = (): void => {
    for (const file of locked) rmSync(lockOf(file), { force: true });
    locked.clear();
  };
  // Whoever interrupts twice ends the process at once.
  process.once("exit", release);
  try {
    const deadline = Date.now() + patience.milliseconds;
    // In one order for all, so that no two wait for each other.
    for (const file of [...new Set(files)].sort()) {
      while (!take(file, locked)) {
        if (Date.now() >= deadline) throw isLocked(file);
        await sleep(pause, undefined, { signal: patience.signal });
      }
    }
    return await work(locked);
  } finally {
    release();
    process.removeListener("exit", release);
  }
}

function lockOf(file: string): string {
  return `${file}.lock`;
}

/** Whether there is nothing more to wait for. */
function take(file: string, locked: Set<string>): boolean {
  try {
    const descriptor = openSync(lockOf(file), "wx");
    locked.add(file);
    sign(descriptor);
    return true;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (unlockable.has(code)) return true;
    throw writeProblem(error, file);
  }
}

/** Writes down who the others wait for. */
function sign(descriptor: number): void {
  try {
    const own = { process: process.pid, host: hostname() };
    writeFileSync(descriptor, `${JSON.stringify(own)}\n`);
  } finally {
    closeSync(descriptor);
  }
}

/** Where there is no folder, or none that can be written, nobody of the same rights changes a file. */
const unlockable: ReadonlySet<string> = new Set([
  "ENOENT",
  "ENOTDIR",
  "EACCES",
  "EPERM",
  "EROFS",
]);

function isLocked(file: string): GenerationFailed {
  const lock = lockOf(file);
  return failure({
    code: "kubeconfig-locked",
    message: `"${file}" is being changed by ${holderOf(lock)}: "${lock}" is there`,
    hint: `try again; if neither kubectl nor kubewright is running, it was left behind: delete "${lock}"`,
  });
}

/** kubectl's lock files are empty. */
function holderOf(lock: string): string {
  try {
    const { process: id, host } = JSON.parse(
      readFileSync(lock, "utf8"),
    ) as Readonly<Record<string, unknown>>;
    return `kubewright (process ${String(id)} on ${String(host)})`;
  } catch {
    return "another program, such as kubectl";
  }
}
