import { hashOf } from "../content-hash.js";
import { Diagnostics, failure, GenerationFailed } from "../diagnostics.js";
import { parseIndexKey } from "../discovery/group-version.js";
import {
  isNamedBy,
  selectDocuments,
  type Selection,
} from "../discovery/select.js";
import { maximumDocuments, maximumTotalBytes } from "../limits.js";
import { reportNameClash } from "../discovery/name-clash.js";
import {
  reportUnpublished,
  unpublishedGroupVersions,
} from "../discovery/unpublished.js";
import type { DocumentEntry, Source } from "../source/source.js";
import { eachAvailable, isDispensable, isUnavailable } from "./available.js";
import { checkDocument } from "./check.js";
import { applyFixups } from "./fixups/index.js";
import type { Document } from "./openapi.js";
import { withOwnPaths } from "./own-paths.js";
import { mergeSharedParameters } from "./parameters.js";
import { readDocument } from "./read.js";
import type { SharedDocuments } from "./shared-documents.js";

/** A document that can be relied on, and what the index says about it. */
export interface LoadedDocument {
  /** As the index spells it: `apis/apps/v1`. */
  readonly key: string;
  /** Empty for the core group; undefined where the document is of no group. */
  readonly group?: string;
  /** Undefined where the document is of no version: `apis/apps`, `version`. */
  readonly version?: string;
  /** The hash that the index publishes, or would: the upper-case hexadecimal SHA-512 of the document. */
  readonly hash: string;
  /** What messages call it. */
  readonly label: string;
  readonly document: Document;
}

/**
 * Reads and checks the documents of a source, sorted by key.
 *
 * @param shared has those that other runs of this process loaded
 * @throws {GenerationFailed} with the problems of all documents, not of the first only
 */
export async function loadDocuments(
  source: Source,
  selection: Selection,
  diagnostics: Diagnostics,
  signal?: AbortSignal,
  shared?: SharedDocuments,
): Promise<readonly LoadedDocument[]> {
  const [entries, discovery] = await Promise.all([
    source.list(signal),
    source.discovery(signal),
  ]);
  const listed = new Set(entries.map(({ key }) => key));
  const unpublished = unpublishedGroupVersions(listed, discovery);
  reportUnpublished(unpublished.filter(isNamedBy(selection)), diagnostics);
  const selected = [
    ...selectDocuments(entries, selection, diagnostics, unpublished),
  ].sort((a, b) => (a.key < b.key ? -1 : 1));
  reportNameClash(
    selected.map(({ key }) => key),
    diagnostics,
  );
  if (selected.length === 0)
    throw failure({
      code: "no-documents",
      message: `${source.label} publishes no OpenAPI documents`,
      hint: "an API server that is starting has none yet: run again",
    });

  if (selected.length > maximumDocuments)
    throw failure({
      code: "too-many-documents",
      message: `${source.label} publishes ${String(selected.length)} documents; at most ${String(maximumDocuments)} are read`,
      hint: "--include names the group/versions that are needed",
    });
  let total = 0;
  const measure = (bytes: number): void => {
    total += bytes;
    if (total > maximumTotalBytes) throw tooMuch(source);
  };
  const loaded = await eachAvailable(
    selected,
    async (entry) => {
      try {
        return [await loadDocument(entry, signal, measure, shared)];
      } catch (error) {
        if (isDispensable(entry.key, error) || !isOfDocument(error))
          throw error;
        for (const problem of error.diagnostics) diagnostics.add(problem);
        return [];
      }
    },
    diagnostics,
  );
  signal?.throwIfAborted();
  diagnostics.throwIfErrors();
  return loaded.flat().map((one) => ({
    ...one,
    document: withOwnPaths(one, listed, diagnostics),
  }));
}

/** What is not of one document, such as a server that went away, is said once; of one whose own server is down, no more is to be said. */
function isOfDocument(error: unknown): error is GenerationFailed {
  return (
    !isUnavailable(error) &&
    error instanceof GenerationFailed &&
    error.diagnostics.every(({ at }) => at !== undefined)
  );
}

/**
 * Reads and checks one document.
 *
 * @param measure is told how long it is, where it comes as text
 * @throws {GenerationFailed} with every problem of the document
 */
export async function loadDocument(
  entry: DocumentEntry,
  signal?: AbortSignal,
  measure: (bytes: number) => void = () => undefined,
  shared?: SharedDocuments,
): Promise<LoadedDocument> {
  const { key, label } = entry;
  const { document, hash } =
    shared === undefined
      ? await readChecked(entry, signal, measure)
      : await readOnce(entry, signal, measure, shared);
  return { key, ...groupAndVersion(key), hash, label, document };
}

/**
 * Reads and checks one document as {@link loadDocuments} does, with every fixup applied.
 *
 * @param listed the keys of all documents
 * @returns undefined where there is something to say of it
 * @throws {GenerationFailed} with every problem of the document
 */
export async function loadSilent(
  entry: DocumentEntry,
  listed: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<LoadedDocument | undefined> {
  const diagnostics = new Diagnostics();
  const loaded = await loadDocument(entry, signal);
  const document = withOwnPaths(loaded, listed, diagnostics);
  return diagnostics.list.length > 0
    ? undefined
    : { ...loaded, document: applyFixups(document) };
}

interface Checked {
  readonly document: Document;
  /** What the index says, or would. */
  readonly hash: string;
}

async function readChecked(
  entry: DocumentEntry,
  signal: AbortSignal | undefined,
  measure?: (bytes: number) => void,
): Promise<Checked> {
  const { value, text } = await readDocument(entry, signal, measure);
  return {
    document: mergeSharedParameters(checkDocument(value, entry.label)),
    hash: entry.hash ?? hashOf(text ?? JSON.stringify(value)),
  };
}

/** What comes as text is known by it. */
async function readOnce(
  entry: DocumentEntry,
  signal: AbortSignal | undefined,
  measure: (bytes: number) => void,
  shared: SharedDocuments,
): Promise<Checked> {
  const content = await entry.read(signal);
  const again = { ...entry, read: () => Promise.resolve(content) };
  if (content.kind !== "text") return readChecked(again, signal);
  const { text } = content;
  measure(text.length);
  const own = content.hash ?? hashOf(text);
  const document = await shared.load(
    entry.label,
    { hash: own, text },
    async () => {
      const checked = await readChecked(again, signal);
      return checked.document;
    },
  );
  return { document, hash: entry.hash ?? own };
}

function tooMuch({ label }: Source): GenerationFailed {
  return failure({
    code: "too-large",
    message: `the documents of ${label} have more than ${String(maximumTotalBytes / 2 ** 20)} MiB together`,
    hint: "--include names the group/versions that are needed",
  });
}

function groupAndVersion(key: string): { group?: string; version?: string } {
  const parsed = parseIndexKey(key);
  switch (parsed.kind) {
    case "group-version":
      return { group: parsed.group, version: parsed.version };
    case "group":
      return { group: parsed.group };
    case "other":
      return {};
  }
}
