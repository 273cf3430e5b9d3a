import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writePrivately } from "../cache/private-file.js";
import type { Diagnostic } from "../diagnostics.js";
import { isRecord } from "../json.js";
import { sha256 } from "../manifest.js";

/**
 * What a run leaves for the next one on this machine, so that it sees that nothing changed. It is no part of the project: it holds times, and lies in the
 * user's cache. What is wrong with it costs a run that does everything.
 */
export interface Note {
  /** Of all that decides what is made, but for what is read. */
  readonly made: string;
  /** Of what the lock says of the output. */
  readonly lock: string;
  /** Of each source, in the order of `--from`. */
  readonly sources: readonly string[];
  /** The files of the output, below its folder. */
  readonly files: readonly string[];
  /** Of their sizes and times. */
  readonly stamp: string;
  /** Of what is in them. */
  readonly contents: string;
  /** What the run had to say of its sources: it is said again. */
  readonly diagnostics: readonly Diagnostic[];
}

/** @param out the folder of the output, absolute and without links */
function notePath(cache: string, out: string): string {
  return join(cache, "outputs", `${sha256(out)}.json`);
}

/** The note of the last run on an output; undefined where there is none that can be read. */
export function readNote(cache: string, out: string): Note | undefined {
  try {
    const value: unknown = JSON.parse(
      readFileSync(notePath(cache, out), "utf8"),
    );
    return isNote(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Leaves a note. */
export function writeNote(cache: string, out: string, note: Note): void {
  writePrivately(notePath(cache, out), JSON.stringify(note));
}

function isNote(value: unknown): value is Note {
  if (!isRecord(value)) return false;
  const { made, lock, stamp, contents, sources, files, diagnostics } = value;
  return (
    [made, lock, stamp, contents].every(isText) &&
    Array.isArray(sources) &&
    sources.every(isText) &&
    Array.isArray(files) &&
    files.every(isText) &&
    Array.isArray(diagnostics) &&
    diagnostics.every(isDiagnostic)
  );
}

function isDiagnostic(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { code, message, severity, hint = "", at = { document: "" } } = value;
  return (
    [code, message, hint].every(isText) &&
    (severity === "info" || severity === "warning") &&
    isRecord(at) &&
    isText(at["document"])
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
