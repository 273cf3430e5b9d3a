import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeProblem } from "./problems.js";

/** New content for a file. */
export interface Replacement {
  readonly file: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * Gives files new content, each at once: a reader, or a machine that loses its power, sees the old content or the new one. What a link
 * leads to is replaced, and not the link; permissions, owner and group stay.
 *
 * The caller holds the files' locks. What a run that was killed left beside a file is put aside by the next one.
 *
 * @throws {GenerationFailed} `kubeconfig-not-writable`, with every file as it was
 */
export function replaceFiles(replacements: readonly Replacement[]): void {
  const staged: Staged[] = [];
  try {
    for (const { file, after } of replacements) staged.push(stage(file, after));
    putInPlace(staged, replacements);
  } finally {
    for (const { next } of staged) rmSync(next, { force: true });
  }
}

/** New content in a file of its own, beside the one whose place it takes. */
interface Staged {
  readonly file: string;
  readonly target: string;
  readonly next: string;
}

function stage(file: string, content: Uint8Array): Staged {
  try {
    const target = realpathSync(file);
    const { mode, uid, gid } = statSync(target);
    // A rename needs the folder alone; a file that is read-only is meant to be.
    closeSync(openSync(target, "r+"));
    const next = join(dirname(target), `.${basename(target)}.kubewright-next`);
    rmSync(next, { force: true });
    const descriptor = openSync(next, "wx", 0o600);
    try {
      writeFileSync(descriptor, content);
      const own = fstatSync(descriptor);
      if (own.uid !== uid || own.gid !== gid) fchownSync(descriptor, uid, gid);
      fchmodSync(descriptor, mode & 0o7777);
      fsyncSync(descriptor);
    } catch (error) {
      rmSync(next, { force: true });
      throw error;
    } finally {
      closeSync(descriptor);
    }
    return { file, target, next };
  } catch (error) {
    throw writeProblem(error, file);
  }
}

function putInPlace(
  staged: readonly Staged[],
  replacements: readonly Replacement[],
): void {
  for (const [index, { file, target, next }] of staged.entries()) {
    try {
      renameSync(next, target);
    } catch (error) {
      for (const { file: done, before } of replacements.slice(0, index)) {
        const back = stage(done, before);
        renameSync(back.next, back.target);
      }
      throw writeProblem(error, file);
    }
    syncFolder(dirname(target));
  }
}

/** So that the rename is on the disk as well. Not every system has that for folders, and none is worse off without. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return;
  }
}
