import { gzipSync, constants } from "node:zlib";
import { hashOf } from "../content-hash.js";
import { Diagnostics } from "../diagnostics.js";
import {
  reportUnpublished,
  unpublishedGroupVersions,
} from "../discovery/unpublished.js";
import { eachAvailable } from "../document/available.js";
import { checkDocument } from "../document/check.js";
import { readDocument } from "../document/read.js";
import { writeIndex } from "../source/openapi-index.js";
import type { DocumentEntry, Source } from "../source/source.js";
import type { OutputFile } from "../emit/emission.js";
import { withoutDescriptions } from "./without-descriptions.js";

/** What to capture. */
export interface SnapshotOptions {
  /** Takes the prose out, and leaves the Swagger 2.0 document, which is another copy of it, away. */
  readonly withoutDescriptions?: boolean | undefined;
  /** Collects what could not be captured. */
  readonly diagnostics?: Diagnostics | undefined;
}

/**
 * Captures all that a source has, as the files of a directory source.
 *
 * `index.json`, one file a key, and `_version.json`, `_discovery/api.json`, `_discovery/apis.json`, `_openapi-v2.json` where the source has
 * them. Documents stay byte for byte as served, unless they are YAML or their descriptions are taken out. The hashes of the index are the
 * server's in any case: they say what the documents were made from.
 *
 * @throws {GenerationFailed} where a document cannot be read, or is not one
 */
export async function takeSnapshot(
  source: Source,
  options: SnapshotOptions,
  signal?: AbortSignal,
): Promise<readonly OutputFile[]> {
  const { diagnostics = new Diagnostics() } = options;
  const [entries, discovery, version, openapiV2] = await Promise.all([
    source.list(signal),
    source.discovery(signal),
    source.version(signal),
    options.withoutDescriptions === true ? undefined : source.openapiV2(signal),
  ]);
  const listed = new Set(entries.map(({ key }) => key));
  reportUnpublished(unpublishedGroupVersions(listed, discovery), diagnostics);
  const documents = await eachAvailable(
    entries,
    (entry) => captureDocument(entry, options, signal),
    diagnostics,
  );
  diagnostics.throwIfErrors();
  const index = documents
    .map(({ key, hash }) => ({ key, hash }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const files: readonly (readonly [string, string | undefined])[] = [
    ["index.json", writeIndex(index)],
    ["_version.json", version?.text],
    ["_discovery/api.json", toJson(discovery?.api)],
    ["_discovery/apis.json", toJson(discovery?.apis)],
    ["_openapi-v2.json", openapiV2],
    ...documents.map(({ key, text }) => [`${key}.json`, text] as const),
  ];
  return files
    .flatMap(([path, text]) => (text === undefined ? [] : [{ path, text }]))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * A capture as one gzipped JSON object, from file name to content. The same files give the same bytes: it holds no time.
 */
export function packCapture(files: readonly OutputFile[]): Buffer {
  const members = files.map(
    ({ path, text }) => `${JSON.stringify(path)}:${text.trim()}`,
  );
  const packed = gzipSync(`{${members.join(",\n")}}\n`, {
    level: constants.Z_BEST_COMPRESSION,
  });
  // The header names the system that it was packed on: 255 is "unknown" (RFC 1952).
  packed[9] = 255;
  return packed;
}

async function captureDocument(
  entry: DocumentEntry,
  options: SnapshotOptions,
  signal: AbortSignal | undefined,
): Promise<{ key: string; hash: string; text: string }> {
  const { key, hash, label } = entry;
  const read = await readDocument(entry, signal);
  checkDocument(read.value, label);
  const value = read.value as Readonly<Record<string, unknown>>;
  const { text: asServed = "" } = read;
  const isJson = asServed.trimStart().startsWith("{");
  const served = isJson ? asServed : JSON.stringify(value);
  const text =
    options.withoutDescriptions === true
      ? JSON.stringify(withoutDescriptions(value))
      : served;
  return { key, hash: hash ?? hashOf(served), text };
}

function toJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
