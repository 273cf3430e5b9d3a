import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics.js";
import { contentsOf, stampOfOutput } from "../incremental/file-stamps.js";
import { stampOfIndex } from "../incremental/index-stamp.js";
import { readLock } from "../incremental/lock-file.js";
import { lockDigest, type LockedServer } from "../incremental/lock.js";
import { writeNote } from "../incremental/note.js";
import {
  writeSchemaRecord,
  type SchemaRecord,
} from "../incremental/schema-record.js";
import {
  manifestFile,
  manifestPath,
  sha256,
  type Manifest,
} from "../manifest.js";
import type { GenerateFlags } from "../options.js";
import { isServer } from "../source/source-spec.js";
import type { Run } from "./generate-run.js";

/** A server that was down may be up again, with the same index. */
const passing: ReadonlySet<string> = new Set([
  "unavailable-group-version",
  "unpublished-group-version",
]);

/** What is said of the way to a server is said by each run itself. */
const ofConnections: ReadonlySet<string> = new Set([
  "insecure-tls",
  "server-warning",
  "token-in-clear",
]);

/** What a run leaves behind for the next one. */
export interface Traces {
  readonly manifest: Manifest;
  /** What was read from each server. */
  readonly recorded: readonly LockedServer[];
  /** What was said of the sources. */
  readonly spoken: readonly Diagnostic[];
  readonly record: SchemaRecord | undefined;
}

/** Leaves a note for the next run, by which it sees that nothing changed, or little; none where that could not be seen. */
export async function leaveNote(
  flags: GenerateFlags,
  run: Run,
  { manifest, recorded, spoken, record }: Traces,
): Promise<void> {
  const { cache, folder, key, made } = run.circumstances;
  if (cache === undefined || made === undefined) return;
  if (spoken.some(({ code }) => passing.has(code))) return;
  const { lockFile } = flags;
  const { outputs } = readLock(lockFile);
  const written = manifestFile(manifest).text;
  const hashes = [
    ...Object.entries(manifest.files),
    [manifestPath, sha256(written)] as const,
  ].sort(([one], [other]) => (one < other ? -1 : 1));
  const files = hashes.map(([path]) => path);
  const sources = await stampsOf(flags, run, recorded);
  if (sources === undefined) return;
  const note = {
    made,
    lock: lockDigest(outputs[key]),
    sources,
    files,
    stamp: stampOfOutput(folder.path, files),
    contents: contentsOf(hashes),
    diagnostics: spoken.filter(({ code }) => !ofConnections.has(code)),
  };
  try {
    // Another run may have been quicker, and its files are not of these sources.
    const found = readFileSync(join(folder.path, manifestPath), "utf8");
    if (found !== written) return;
    writeNote(cache.folder, folder.path, note);
    if (record !== undefined && recorded.length > 0)
      writeSchemaRecord(cache.folder, folder.path, note, record);
  } catch {
    // It only costs the next run its time, and is said of the documents already.
  }
}

async function stampsOf(
  { from, offline }: GenerateFlags,
  { circumstances: { stamps }, servers, signal }: Run,
  recorded: readonly LockedServer[],
): Promise<readonly string[] | undefined> {
  const all: string[] = [];
  let position = 0;
  for (const [index, spec] of from.entries()) {
    const stamp = isServer(spec)
      ? await stampOfServer(position++)
      : stamps[index];
    if (stamp === undefined) return undefined;
    all.push(stamp);
  }
  return all;

  /** The index, which is not asked for again. Offline there is none, and what is noted is no server's. */
  async function stampOfServer(at: number): Promise<string | undefined> {
    const server = recorded[at] ?? { documents: {} };
    return offline
      ? "offline"
      : stampOfIndex(await servers.at(at).list(signal), server);
  }
}
