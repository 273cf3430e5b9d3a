import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  changeAlone,
  type Change,
  type ChangedDocument,
} from "../alone/change.js";
import { GenerationFailed } from "../diagnostics.js";
import { parseIndexKey } from "../discovery/group-version.js";
import { loadSilent, type LoadedDocument } from "../document/load.js";
import type { OutputFile } from "../emit/emission.js";
import { withImportExtensions } from "../form/import-extensions.js";
import { format } from "../format.js";
import { contentOf, type LockedServer } from "../incremental/lock.js";
import {
  readSchemaRecord,
  type SchemaRecord,
} from "../incremental/schema-record.js";
import {
  manifestFile,
  manifestPath,
  withChangedPart,
  type Manifest,
} from "../manifest.js";
import { moduleDirectory } from "../model/names.js";
import type { GenerateFlags } from "../options.js";
import { toolVersion } from "../package-folder.js";
import type { DocumentEntry } from "../source/source.js";
import { Stopwatch, type Timing } from "../stopwatch.js";
import type { Run } from "./generate-run.js";
import type { LastRun } from "./up-to-date.js";

/** What documents that changed change in a client. */
export interface ChangedClient {
  /** The files that differ, the manifest among them. */
  readonly files: readonly OutputFile[];
  /** The paths of all others. */
  readonly others: readonly string[];
  readonly byPrettier: number;
  readonly manifest: Manifest;
  /** The text of the manifest before. */
  readonly before: string;
  readonly record: SchemaRecord;
  /** What was read from the server, now and before. */
  readonly recorded: readonly LockedServer[];
  readonly timings: readonly Timing[];
}

/** What the last run made, and what is needed to make a part of it anew. */
interface Known {
  readonly record: SchemaRecord;
  readonly before: string;
  readonly server: LockedServer;
  readonly get: (hash: string) => Promise<string | undefined>;
}

/**
 * Makes anew what is made of documents that changed since the last run, and nothing else; only these documents are read.
 *
 * @returns undefined where more may change by them, or something is wrong with them: a run over all documents has to say it
 */
export async function remakeChanged(
  flags: GenerateFlags,
  run: Run,
  last: LastRun,
): Promise<ChangedClient | undefined> {
  const known = knownOf(flags, run, last);
  if (known === undefined) return undefined;
  const watch = new Stopwatch();
  try {
    const pairs = await readPairs(run, last, known);
    if (pairs === undefined) return undefined;
    watch.lap("read");
    const change = changeAll(pairs, known);
    if (change === undefined) return undefined;
    watch.lap("emit");
    const { importExtension = "js", out } = flags;
    const shaped = withImportExtensions(change.files, importExtension);
    const formatted = await format(shaped, out);
    const client = clientOf(pairs, change.record, formatted, known);
    watch.lap("format");
    const recorded = [mergedServer(known.server, run)];
    return client && { ...client, recorded, timings: watch.timings };
  } catch (error) {
    run.signal.throwIfAborted();
    if (error instanceof GenerationFailed) return undefined;
    throw error;
  }
}

/** What there is to go by; undefined where there is too little, or where more than some documents of one server is read. */
function knownOf(
  { from, check, emit = "ts", package: named, strict, out }: GenerateFlags,
  { circumstances, shared, servers }: Run,
  { note, changed }: LastRun,
): Known | undefined {
  const { cache, folder, locked } = circumstances;
  const server = locked?.servers[0];
  const isPart =
    !check && shared === undefined && from.length === 1 && servers.count === 1;
  if (!isPart || emit !== "ts" || named !== undefined) return undefined;
  if (cache === undefined || server === undefined) return undefined;
  // What was said is an error there, and may be of documents that have changed.
  if (strict && note.diagnostics.length > 0) return undefined;
  const keys = new Set(changed.flat());
  if (note.diagnostics.some(({ at }) => at && keys.has(at.document)))
    return undefined;
  const record = readSchemaRecord(cache.folder, folder.path, note);
  if (record === undefined) return undefined;
  const isIsland = (key: string): boolean =>
    parseIndexKey(key).kind !== "group-version" || record.islands.has(key);
  if (![...keys].every(isIsland)) return undefined;
  const before = readFileSync(join(out, manifestPath), "utf8");
  return { record, before, server, get: (hash) => cache.get(hash) };
}

/** The documents that changed; undefined where one cannot be had as it was, or another version of the server gives them. */
async function readPairs(
  { servers, signal, terminal }: Run,
  { changed: [keys = []] }: LastRun,
  { server, get }: Known,
): Promise<readonly ChangedDocument[] | undefined> {
  terminal.progress(
    `reading ${String(keys.length)} changed ${keys.length === 1 ? "document" : "documents"}`,
  );
  const source = servers.at(0);
  const version = await source.version(signal);
  if (version?.gitVersion !== server.version) return undefined;
  const entries = await source.list(signal);
  const listed = new Set(entries.map(({ key }) => key));
  const pairs: ChangedDocument[] = [];
  for (const entry of entries.filter(({ key }) => keys.includes(key))) {
    const locked = server.documents[entry.key];
    const text = locked && (await get(contentOf(locked)));
    if (text === undefined) return undefined;
    const old: DocumentEntry = {
      ...entry,
      read: () => Promise.resolve({ kind: "text", text }),
    };
    const before = await loadSilent(old, listed, signal);
    const after = await loadSilent(entry, listed, signal);
    if (before === undefined || after === undefined) return undefined;
    pairs.push({ before, after });
  }
  return pairs;
}

function changeAll(
  pairs: readonly ChangedDocument[],
  known: Known,
): Change | undefined {
  const provenance = { toolVersion, serverVersion: known.server.version };
  const files: OutputFile[] = [];
  let { record } = known;
  for (const pair of pairs) {
    if (isOfNoVersion(pair.after)) {
      // Nothing is made of such a document but what all see of it.
      if (contentsOf(pair.before) !== contentsOf(pair.after)) return undefined;
      continue;
    }
    const change = changeAlone(pair, record, provenance);
    if (change === undefined) return undefined;
    files.push(...change.files);
    ({ record } = change);
  }
  return { files, record };
}

function isOfNoVersion({ version }: LoadedDocument): boolean {
  return version === undefined;
}

/** All of a document that a client is made from, as text. */
function contentsOf({ document: { paths, components } }: LoadedDocument) {
  return JSON.stringify([paths, components.schemas]);
}

function clientOf(
  pairs: readonly ChangedDocument[],
  record: SchemaRecord,
  { files, byPrettier }: Awaited<ReturnType<typeof format>>,
  { before }: Known,
) {
  const changed = pairs
    .map(({ after }) => after)
    .filter((one) => !isOfNoVersion(one));
  const manifest = withChangedPart(before, {
    documents: changed,
    folders: changed.map(({ group = "", version = "" }) =>
      moduleDirectory(group, version),
    ),
    files,
  });
  if (manifest === undefined) return undefined;
  const written = [...files, manifestFile(manifest)];
  const paths = new Set(written.map(({ path }) => path));
  const others = Object.keys(manifest.files).filter((path) => !paths.has(path));
  return { files: written, others, byPrettier, manifest, before, record };
}

/** What was read now, in the place of what was read last time. */
function mergedServer(before: LockedServer, { servers }: Run): LockedServer {
  const { documents, ...now } = servers.at(0).recorded();
  return { ...now, documents: { ...before.documents, ...documents } };
}
