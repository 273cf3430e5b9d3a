import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics.js";
import { contentsOf, stampOfOutput } from "../incremental/file-stamps.js";
import { stampOfIndex } from "../incremental/index-stamp.js";
import { readLock } from "../incremental/lock-file.js";
import { lockDigest } from "../incremental/lock.js";
import { writeNote } from "../incremental/note.js";
import type { RecordedSource } from "../incremental/recorded-source.js";
import { manifestFile, manifestPath, sha256 } from "../manifest.js";
import type { GenerateFlags } from "../options.js";
import type { Generation } from "../pipeline.js";
import { isServer } from "../source/source-spec.js";
import type { Run } from "./generate-run.js";
import type { Servers } from "./servers.js";

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

/**
 * Leaves a note for the next run, by which it sees that nothing changed; none where that could not be seen.
 *
 * @param spoken what was said of the sources
 */
export async function leaveNote(
  flags: GenerateFlags,
  { circumstances, servers, signal }: Run,
  { manifest }: Generation,
  spoken: readonly Diagnostic[],
): Promise<void> {
  const { cache, folder, key, made } = circumstances;
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
  const sources = await stampsOf(flags, circumstances, servers, signal);
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
    if (found === written) writeNote(cache.folder, folder.path, note);
  } catch {
    // It only costs the next run its time, and is said of the documents already.
  }
}

async function stampsOf(
  { from, offline }: GenerateFlags,
  { stamps }: Run["circumstances"],
  servers: Servers,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const all: string[] = [];
  let position = 0;
  for (const [index, spec] of from.entries()) {
    const stamp = isServer(spec)
      ? await stampOfServer(servers.at(position++), offline, signal)
      : stamps[index];
    if (stamp === undefined) return undefined;
    all.push(stamp);
  }
  return all;
}

/** The index, which is not asked for again. Offline there is none, and what is noted is no server's. */
async function stampOfServer(
  server: RecordedSource,
  offline: boolean,
  signal: AbortSignal,
): Promise<string | undefined> {
  return offline
    ? "offline"
    : stampOfIndex(await server.list(signal), server.recorded());
}
