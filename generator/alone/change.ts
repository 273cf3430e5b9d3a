import type { LoadedDocument } from "../document/load.js";
import type { OutputFile } from "../emit/emission.js";
import { emitGroupVersions } from "../emit/emit.js";
import type { SchemaRecord } from "../incremental/schema-record.js";
import { packageOf } from "../model/owners.js";
import { standAlone, type Alone } from "./alone.js";

/** A document as it was, and as it is. */
export interface ChangedDocument {
  readonly before: LoadedDocument;
  readonly after: LoadedDocument;
}

/** What is made of a changed document, where all that is made of others stays as it is. */
export interface Change {
  /** All files of its folder. */
  readonly files: readonly OutputFile[];
  /** The record of all documents from now on. */
  readonly record: SchemaRecord;
}

/**
 * Makes the files of a document that changed, and no others. docs/decisions/one-document-changed.md says why they are those of a run over
 * all documents.
 *
 * @param record of all documents before
 * @returns undefined where files of others may change with it
 */
export function changeAlone(
  { before, after }: ChangedDocument,
  record: SchemaRecord,
  provenance: Parameters<typeof standAlone>[2],
): Change | undefined {
  const { key } = after;
  const known = record.islands.get(key);
  if (known === undefined) return undefined;
  const old = standAlone(before, record, provenance);
  const next = standAlone(after, record, provenance);
  if (old === undefined || next === undefined || old.seen !== next.seen)
    return undefined;
  if (!isUnrelated(new Set([...known, ...old.own, ...next.own]), key, record))
    return undefined;
  const islands = new Map(record.islands).set(key, next.own);
  return { files: filesOf(next), record: { ...record, islands } };
}

/** Whether schemas of others are neither of these names nor of a package of theirs, by which schemas find their group and version. */
function isUnrelated(
  names: ReadonlySet<string>,
  key: string,
  { islands, shared, others }: SchemaRecord,
): boolean {
  const packages = new Set([...names].map(packageOf));
  const isElsewhere = (name: string): boolean => packages.has(packageOf(name));
  if (others.some(isElsewhere)) return false;
  for (const name of shared.keys()) if (isElsewhere(name)) return false;
  for (const [island, own] of islands)
    if (island !== key && own.some(isElsewhere)) return false;
  return true;
}

function filesOf({
  emission,
  applies,
  groupVersion,
}: Alone): readonly OutputFile[] {
  const model = { ...emission.model, groupVersions: [groupVersion] };
  return emitGroupVersions({ ...emission, model }, applies);
}
