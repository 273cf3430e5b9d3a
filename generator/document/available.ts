import { GenerationFailed, type Diagnostics } from "../diagnostics.js";
import { parseIndexKey } from "../discovery/group-version.js";
import { eachOf } from "../each-of.js";
import type { DocumentEntry } from "../source/source.js";

/**
 * Does something with each document that there is, a few at a time.
 *
 * One whose API server is down is left out with a warning: the rest is of use without it. Where no group/version is left, that is an error.
 *
 * @throws {GenerationFailed} `unavailable-group-version`, or the first problem of any other kind
 */
export async function eachAvailable<Result>(
  entries: readonly DocumentEntry[],
  work: (entry: DocumentEntry) => Promise<Result>,
  diagnostics: Diagnostics,
): Promise<readonly Result[]> {
  const missing = new Map<DocumentEntry, GenerationFailed>();
  const results = await eachOf(entries, async (entry) => {
    try {
      return [await work(entry)];
    } catch (error) {
      if (isDispensable(entry.key, error)) return [];
      if (!isUnavailable(error)) throw error;
      missing.set(entry, error);
      return [];
    }
  });
  const isLeft = entries.some(
    (entry) =>
      !missing.has(entry) && parseIndexKey(entry.key).kind === "group-version",
  );
  const severity = isLeft ? "warning" : "error";
  for (const error of missing.values())
    for (const problem of error.diagnostics)
      diagnostics.add({ ...problem, severity });
  if (missing.size > 0) diagnostics.throwIfErrors();
  return results.flat();
}

/** Whether what failed is a document whose API server is down. */
export function isUnavailable(error: unknown): error is GenerationFailed {
  return (
    error instanceof GenerationFailed &&
    error.diagnostics.every(({ code }) => code === "unavailable-group-version")
  );
}

/**
 * Whether a document that was refused can be done without: one of no version, such as `version` or `apis/apps`. Nothing is made of such
 * but a count, and behind an aggregator the server that is asked for it may be one that is down.
 */
export function isDispensable(key: string, error: unknown): boolean {
  const refusals = ["document-missing", "redirect-loop", "server-error"];
  return (
    error instanceof GenerationFailed &&
    error.diagnostics.every(({ code }) => refusals.includes(code)) &&
    parseIndexKey(key).kind !== "group-version"
  );
}
