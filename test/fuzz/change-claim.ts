import { changeAlone } from "../../generator/alone/change.js";
import {
  Diagnostics,
  GenerationFailed,
  renderDiagnostic,
} from "../../generator/diagnostics.js";
import { loadSilent } from "../../generator/document/load.js";
import { format } from "../../generator/format.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import { toolVersion } from "../../generator/package-folder.js";
import type { Source } from "../../generator/source/source.js";
import type { Documents } from "./documents.js";
import { memorySource } from "./memory-source.js";

/** What came of a document that changed. */
export type Outcome =
  /** Its own files were made anew, and all is as it is after a run over all documents. */
  | { readonly kind: "alone" }
  /** All documents have to be read. */
  | { readonly kind: "all" }
  /** A run over all documents makes something else. */
  | { readonly kind: "wrong"; readonly details: string };

/** Generates from all documents; undefined where they are refused. */
export async function generateAll(
  documents: Documents,
): Promise<Generation | undefined> {
  const diagnostics = new Diagnostics();
  try {
    return await generate(memorySource(documents).source, { diagnostics });
  } catch (error) {
    if (error instanceof GenerationFailed) return undefined;
    throw error;
  }
}

/**
 * Makes what a changed document makes of a client, and holds it against a run over all documents.
 *
 * @param before the documents, and the client that was made of them
 * @param key of the document that changed
 */
export async function tryChange(
  before: { readonly documents: Documents; readonly client: Generation },
  key: string,
  changed: Documents[string],
): Promise<Outcome> {
  const documents = { ...before.documents, [key]: changed };
  const { record, files, diagnostics } = before.client;
  const old = await loadOne(memorySource(before.documents).source, key);
  const next = await loadOne(memorySource(documents).source, key);
  if (record === undefined || old === undefined || next === undefined)
    return { kind: "all" };
  const provenance = { toolVersion, serverVersion: undefined };
  const pair = { before: old, after: next };
  const change = changeAlone(pair, record, provenance);
  if (change === undefined) return { kind: "all" };

  const all = await generateAll(documents);
  if (all === undefined) return wrong("the documents are refused");
  const made = new Map(files.map(({ path, text }) => [path, text]));
  const formatted = await format(change.files, undefined);
  for (const { path, text } of formatted.files) made.set(path, text);
  for (const { path, text } of all.files) {
    if (made.get(path) !== text)
      return wrong(`${path}\n${text}\n--- and\n${made.get(path) ?? ""}`);
    made.delete(path);
  }
  // Where a file goes, the manifest before says so: then all documents are read.
  const folder = change.files[0]?.path.replace(/[^/]+$/, "") ?? "";
  for (const path of made.keys())
    if (!path.startsWith(folder)) return wrong(`${path} is left over`);
  const [said, saidOfAll] = [diagnostics, all.diagnostics].map((list) =>
    list.map(renderDiagnostic).join("\n"),
  );
  if (said !== saidOfAll)
    return wrong(`${said ?? ""}\n--- and\n${saidOfAll ?? ""}`);
  const [kept, keptOfAll] = [change.record, all.record].map(spell);
  return kept === keptOfAll
    ? { kind: "alone" }
    : wrong(`${kept ?? ""}\n--- and\n${keptOfAll ?? ""}`);
}

function wrong(details: string): Outcome {
  return { kind: "wrong", details };
}

/** The document, where a run over all would have nothing to say of it. */
async function loadOne(source: Source, key: string) {
  const entries = await source.list();
  const listed = new Set(entries.map((entry) => entry.key));
  const entry = entries.find((one) => one.key === key);
  try {
    return entry && (await loadSilent(entry, listed));
  } catch (error) {
    if (error instanceof GenerationFailed) return undefined;
    throw error;
  }
}

/** The order in which a record has its names is no part of it. */
function spell(record: Generation["record"]): string {
  if (record === undefined) return "";
  const { shared, islands, others, wellKnown } = record;
  return JSON.stringify([
    [...shared].sort(byName),
    [...islands]
      .map(([key, names]) => [key, [...names].sort()] as const)
      .sort(byName),
    [...others].sort(),
    wellKnown,
  ]);
}

function byName(
  [a]: readonly [string, unknown],
  [b]: readonly [string, unknown],
): number {
  return a < b ? -1 : 1;
}
