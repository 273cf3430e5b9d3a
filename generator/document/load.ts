import { createHash } from "node:crypto";
import { failure, GenerationFailed, type Diagnostics } from "../diagnostics.js";
import { parseIndexKey } from "../discovery/group-version.js";
import { maximumDocuments, maximumTotalBytes } from "../limits.js";
import { selectDocuments, type Selection } from "../discovery/select.js";
import { reportNameClash } from "../discovery/name-clash.js";
import { reportUnpublished } from "../discovery/unpublished.js";
import type { DocumentEntry, Source } from "../source/source.js";
import { parseStructuredText } from "../structured-text.js";
import { eachOf } from "../each-of.js";
import { checkDocument } from "./check.js";
import { mergeSharedParameters } from "./parameters.js";
import type { Document } from "./openapi.js";

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
 * @throws {GenerationFailed} with the problems of all documents, not of the first only
 */
export async function loadDocuments(
  source: Source,
  selection: Selection,
  diagnostics: Diagnostics,
  signal?: AbortSignal,
): Promise<readonly LoadedDocument[]> {
  const [entries, discovery] = await Promise.all([
    source.list(signal),
    source.discovery(signal),
  ]);
  reportUnpublished(
    entries.map(({ key }) => key),
    discovery,
    diagnostics,
  );
  const selected = [...selectDocuments(entries, selection, diagnostics)].sort(
    (a, b) => (a.key < b.key ? -1 : 1),
  );
  reportNameClash(
    selected.map(({ key }) => key),
    diagnostics,
  );
  if (selected.length === 0)
    throw failure({
      code: "no-documents",
      message: `${source.label} publishes no OpenAPI documents`,
      hint: "Kubernetes serves /openapi/v3 since 1.24",
    });

  if (selected.length > maximumDocuments)
    throw failure({
      code: "too-many-documents",
      message: `${source.label} publishes ${String(selected.length)} documents; at most ${String(maximumDocuments)} are read`,
      hint: "--include names the group/versions that are needed",
    });
  let total = 0;
  const loaded = await eachOf(selected, async (entry) => {
    try {
      return [
        await loadDocument(entry, signal, (bytes) => {
          total += bytes;
          if (total > maximumTotalBytes) throw tooMuch(source);
        }),
      ];
    } catch (error) {
      // What is not of one document, such as a server that went away, is said once.
      const isOfDocument =
        error instanceof GenerationFailed &&
        error.diagnostics.every(({ at }) => at !== undefined);
      if (!isOfDocument) throw error;
      for (const problem of error.diagnostics) diagnostics.add(problem);
      return [];
    }
  });
  signal?.throwIfAborted();
  diagnostics.throwIfErrors();
  return loaded.flat();
}

/**
 * Reads and checks one document.
 *
 * @param measure is told how long it is, where it comes as text
 * @throws {GenerationFailed} with every problem of the document
 */
export async function loadDocument(
  { key, hash, label, read }: DocumentEntry,
  signal?: AbortSignal,
  measure: (bytes: number) => void = () => undefined,
): Promise<LoadedDocument> {
  const content = await read(signal);
  if (content.kind === "text") measure(content.text.length);
  const value =
    content.kind === "text"
      ? await parseStructuredText(content.text, label)
      : content.value;
  const document = mergeSharedParameters(checkDocument(value, label));
  return {
    key,
    ...groupAndVersion(key),
    hash:
      hash ??
      hashOf(
        content.kind === "text" ? content.text : JSON.stringify(content.value),
      ),
    label,
    document,
  };
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

function hashOf(text: string): string {
  return createHash("sha512").update(text).digest("hex").toUpperCase();
}
