import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The end of the names of files that are not whole yet. */
export const unfinished = ".unfinished";

/**
 * Writes a file that only its owner may read, at once: whoever reads it meanwhile has the old content or the new, and of several who write
 * it one wins.
 */
export function writePrivately(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.${randomBytes(6).toString("hex")}${unfinished}`;
  try {
    writeFileSync(next, content, { mode: 0o600, flag: "wx" });
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
