import { contentsOfOutput, stampOfOutput } from "../incremental/file-stamps.js";
import { stampOfIndex } from "../incremental/index-stamp.js";
import { lockDigest } from "../incremental/lock.js";
import { readNote, type Note } from "../incremental/note.js";
import type { GenerateFlags } from "../options.js";
import { isServer } from "../source/source-spec.js";
import type { Circumstances } from "./circumstances.js";
import type { Servers } from "./servers.js";

/**
 * The note of the last run, where a run would do the same again: the files that it wrote and those that it read are as they were, by their
 * sizes and times, and each server has the index that it had. A server is asked for its index, once, and for nothing else.
 *
 * With `--check` the files that were written are compared by what is in them.
 */
export async function noteIfUpToDate(
  flags: GenerateFlags,
  circumstances: Circumstances,
  servers: Servers,
  signal: AbortSignal,
): Promise<Note | undefined> {
  const { cache, folder, locked } = circumstances;
  const note =
    cache === undefined ? undefined : readNote(cache.folder, folder.path);
  if (note === undefined || !isAsNoted(flags, circumstances, note))
    return undefined;
  // What a server gave is in the lock, and no other is asked.
  if (flags.offline) return note;
  let position = 0;
  for (const [index, spec] of flags.from.entries()) {
    if (!isServer(spec)) continue;
    const entries = await servers.at(position).list(signal);
    const stamp = stampOfIndex(
      entries,
      locked?.servers[position] ?? { documents: {} },
    );
    if (stamp === undefined || stamp !== note.sources[index]) return undefined;
    position += 1;
  }
  return note;
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
