import { parseIndexKey } from "../discovery/group-version.js";
import { contentsOfOutput, stampOfOutput } from "../incremental/file-stamps.js";
import { changedDocuments } from "../incremental/index-stamp.js";
import { lockDigest } from "../incremental/lock.js";
import { readNote, type Note } from "../incremental/note.js";
import type { GenerateFlags } from "../options.js";
import { isServer } from "../source/source-spec.js";
import type { Circumstances } from "./circumstances.js";
import type { Servers } from "./servers.js";

/** The last run, where its files are as it left them, and documents of servers are all that may have changed. */
export interface LastRun {
  readonly note: Note;
  /** The keys of the documents that did, for each server, in the order of `--from`. */
  readonly changed: readonly (readonly string[])[];
}

/** Whether a run would do the same again. */
export function isUpToDate({ changed }: LastRun): boolean {
  return changed.every((keys) => keys.every(isOfNoVersion));
}

/** Of such, each server of a cluster has one of its own. */
function isOfNoVersion(key: string): boolean {
  return parseIndexKey(key).kind !== "group-version";
}

/**
 * The last run, where the files that it wrote and those that it read are as they were, by their sizes and times, and each server has the
 * documents that it had. A server is asked for its index, once, and for nothing else.
 *
 * With `--check` the files that were written are compared by what is in them.
 */
export async function findLastRun(
  flags: GenerateFlags,
  circumstances: Circumstances,
  servers: Servers,
  signal: AbortSignal,
): Promise<LastRun | undefined> {
  const { cache, folder, locked } = circumstances;
  const note =
    cache === undefined ? undefined : readNote(cache.folder, folder.path);
  if (note === undefined || !isAsNoted(flags, circumstances, note))
    return undefined;
  // What a server gave is in the lock, and no other is asked.
  if (flags.offline) return { note, changed: [] };
  const changed: (readonly string[])[] = [];
  for (const [index, spec] of flags.from.entries()) {
    if (!isServer(spec)) continue;
    const position = changed.length;
    const keys = changedDocuments(
      await servers.at(position).list(signal),
      locked?.servers[position] ?? { documents: {} },
      note.sources[index],
    );
    if (keys === undefined) return undefined;
    changed.push(keys);
  }
  return { note, changed };
}

/** All that can be seen without a server. */
function isAsNoted(
  { check, from }: GenerateFlags,
  { folder, locked, made, stamps }: Circumstances,
  note: Note,
): boolean {
  const { files } = note;
  return (
    made === note.made &&
    lockDigest(locked) === note.lock &&
    from.length === note.sources.length &&
    from.every(
      (spec, index) => isServer(spec) || stamps[index] === note.sources[index],
    ) &&
    (check
      ? contentsOfOutput(folder.path, files) === note.contents
      : stampOfOutput(folder.path, files) === note.stamp)
  );
}
