import {
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { failure } from "../diagnostics.js";
import { whileLocked } from "../write/lock.js";
import { parseLock, type Lock, type LockedOutput } from "./lock.js";

/** What the file is called, beside the configuration. */
export const lockFileName = "kubewright.lock.json";

/** How long another run may take to write its output down, in milliseconds. */
const patienceMs = 10_000;

/**
 * How the lock names an output: its folder as seen from the folder of the lock, with `/`.
 *
 * @param out absolute
 * @throws {GenerationFailed} `output-out-of-reach` on Windows, where the two are on different drives
 */
export function outputKey(lockFile: string, out: string): string {
  const way = relative(realFolder(dirname(lockFile)), out);
  if (!isAbsolute(way)) return way.replaceAll("\\", "/");
  throw failure({
    code: "output-out-of-reach",
    message: `there is no way from "${dirname(lockFile)}" to "${out}" that would be the same on another machine`,
    hint: "give the lock a place on the output's drive, with --lock-file",
  });
}

function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * Reads a lock; one that is not there locks nothing.
 *
 * @throws {GenerationFailed} `bad-lock`, `newer-lock`, `unreadable-file`
 */
export function readLock(path: string): Lock {
  const text = readIfThere(path);
  return text === undefined ? { outputs: {} } : parsed(text, path);
}

/** The lock that was read last: of hundreds of outputs it is megabytes, which each of them asks for. */
let last: { readonly text: string; readonly lock: Lock } | undefined;

function parsed(text: string, path: string): Lock {
  if (last?.text !== text) last = { text, lock: parseLock(text, path) };
  return last.lock;
}

/** What became of a lock. */
export type LockChange = "create" | "update" | "none";

/** What writing an output down would do to a lock. */
export function lockChange(
  path: string,
  key: string,
  output: LockedOutput | undefined,
): LockChange {
  const before = readIfThere(path);
  const after = withOutput(path, before, key, output);
  if (after === before) return "none";
  return before === undefined ? "create" : "update";
}

/**
 * Writes one output down, and leaves the others as they are; without an output it is taken out. Runs on other outputs that do so at
 * the same time are waited for.
 *
 * @throws {GenerationFailed} `lock-not-writable`, `output-locked`, and what {@link readLock} throws
 */
export function writeOutputToLock(
  path: string,
  key: string,
  output: LockedOutput | undefined,
): LockChange {
  if (lockChange(path, key, output) === "none") return "none";
  const real = realFolder(path);
  const parent = dirname(real);
  const hidden = (what: string): string =>
    join(parent, `.${basename(real)}.kubewright-${what}`);
  try {
    return whileLocked(
      { parent, label: path, lock: hidden("lock") },
      () => {
        const before = readIfThere(real);
        const text = withOutput(path, before, key, output);
        if (text === before || text === undefined) return "none";
        try {
          writeFileSync(hidden("next"), text);
          renameSync(hidden("next"), real);
        } catch (error) {
          rmSync(hidden("next"), { force: true });
          throw error;
        }
        return before === undefined ? "create" : "update";
      },
      patienceMs,
    );
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    const { code = "" } = error as NodeJS.ErrnoException;
    throw failure(
      {
        code: "lock-not-writable",
        message: `the client is written, and "${path}" cannot be (${code})`,
        hint: "the folder that it is in must be writable, and have room; --lock-file names another place",
      },
      { cause: error },
    );
  }
}

/** The lock's next text: keys are sorted, so that it only differs where something does. A lock of nothing is not made. */
function withOutput(
  path: string,
  before: string | undefined,
  key: string,
  output: LockedOutput | undefined,
): string | undefined {
  const { outputs } =
    before === undefined ? { outputs: {} } : parsed(before, path);
  const { [key]: _, ...others } = outputs;
  const next = output === undefined ? others : { ...others, [key]: output };
  if (before === undefined && Object.keys(next).length === 0) return undefined;
  return `${JSON.stringify(sorted({ lockVersion: 1, outputs: next }), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, sorted(item)]),
  );
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw failure(
      {
        code: "unreadable-file",
        message: `"${path}" cannot be read (${code})`,
        hint: "it is the lock of this project's outputs: check its permissions",
      },
      { cause: error },
    );
  }
}
