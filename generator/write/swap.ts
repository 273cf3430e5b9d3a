import {
  chmodSync,
  copyFileSync,
  constants,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { manifestPath, parseManifest } from "../manifest.js";
import type { OutputFolder } from "./output-folder.js";
import type { OutputPlan } from "./plan.js";

/**
 * Puts the planned client in the place of the one that is there.
 *
 * The whole of the next folder is made beside it first; files that stay are hard links, so they keep their content and times. Then two
 * renames, with nothing between them, put it in place. A run that is killed before them leaves the old client, one that is killed after
 * them the new one. See docs/decisions/atomic-write.md.
 */
export function replaceOutput(folder: OutputFolder, plan: OutputPlan): void {
  const skipped = new Set([
    ...plan.deleted,
    ...plan.updated.map(({ path }) => path),
  ]);
  try {
    mkdirSync(folder.next);
    if (folder.exists) carryOver(folder.path, folder.next, "", skipped);
    const made = new Set<string>();
    for (const { path, text } of [...plan.created, ...plan.updated]) {
      const target = join(folder.next, path);
      const parent = dirname(target);
      if (!made.has(parent)) mkdirSync(parent, { recursive: true });
      made.add(parent);
      writeFileSync(target, text, { flag: "wx" });
    }
    putInPlace(folder);
  } catch (error) {
    rmSync(folder.next, { recursive: true, force: true });
    throw error;
  }
  if (folder.exists) discardPrevious(folder);
}

/**
 * Finishes, or takes back, what a killed run left behind.
 *
 * Between the two renames the folder is not there, and both clients are whole: the next one takes its place.
 */
export function recover(folder: OutputFolder): void {
  const isBetween = existsSync(folder.previous) && !existsSync(folder.path);
  if (isBetween) {
    const whole = existsSync(folder.next) ? folder.next : folder.previous;
    renameSync(whole, folder.path);
  }
  if (existsSync(folder.previous)) discardPrevious(folder);
  rmSync(folder.next, { recursive: true, force: true });
}

function putInPlace(folder: OutputFolder): void {
  if (folder.exists) renameSync(folder.path, folder.previous);
  try {
    renameSync(folder.next, folder.path);
  } catch (error) {
    if (folder.exists) renameSync(folder.previous, folder.path);
    throw error;
  }
}

/** Fills the next folder with what stays of the one that is there, other people's files among it. */
function carryOver(
  from: string,
  to: string,
  below: string,
  skipped: ReadonlySet<string>,
): void {
  const entries = readdirSync(from, { withFileTypes: true });
  for (const entry of entries) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (skipped.has(path)) continue;
    if (entry.isDirectory()) {
      mkdirSync(target);
      carryOver(source, target, path, skipped);
    } else if (entry.isSymbolicLink()) {
      symlinkSync(readlinkSync(source), target);
    } else {
      linkOrCopy(source, target);
    }
  }
  // A folder that only held what is deleted goes with it; one that was empty is someone else's.
  if (entries.length > 0 && below !== "" && readdirSync(to).length === 0)
    rmdirSync(to);
  else chmodSync(to, lstatSync(from).mode);
}

/** Some file systems have no hard links. */
function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    const { atime, mtime } = lstatSync(source);
    copyFileSync(source, target, constants.COPYFILE_EXCL);
    utimesSync(target, atime, mtime);
  }
}

/** Deletes the client before, but for what someone put into it while it was replaced: that moves over. */
function discardPrevious(folder: OutputFolder): void {
  const manifest = join(folder.previous, manifestPath);
  const written = existsSync(manifest)
    ? parseManifest(readFileSync(manifest, "utf8"))
    : undefined;
  const isOurs = (path: string): boolean =>
    Object.hasOwn(written?.files ?? {}, path);
  discard(folder.previous, folder.path, "", isOurs);
  // The last to go: while it is there, a run that comes after a killed one knows what was ours.
  rmSync(manifest, { force: true });
  rmdirSync(folder.previous);
}

function discard(
  previous: string,
  current: string,
  below: string,
  isOurs: (path: string) => boolean,
): void {
  for (const entry of readdirSync(previous, { withFileTypes: true })) {
    const source = join(previous, entry.name);
    const target = join(current, entry.name);
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (path === manifestPath) continue;
    if (entry.isDirectory()) {
      discard(source, target, path, isOurs);
      rmdirSync(source);
    } else if (existsLink(target) || isOurs(path)) {
      unlinkSync(source);
    } else {
      mkdirSync(current, { recursive: true });
      renameSync(source, target);
    }
  }
}

function existsLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
