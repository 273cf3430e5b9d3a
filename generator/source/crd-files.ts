import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Crd } from "../crd/crd.js";
import { readManifest } from "../crd/read-manifest.js";
import { failure, type Diagnostics } from "../diagnostics.js";
import { parseManifest, type ManifestDocument } from "../manifest-text.js";
import { parseJson } from "../structured-text.js";
import { maximumCaptureBytes } from "../limits.js";
import { readTextOf } from "./file-text.js";

/** A file that is not a manifest: parsed, where that was needed to know it. */
type NoManifest =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly value: unknown };

/**
 * The definitions of a file, or what else is in it. A file is a manifest where it says a kind, as documents of OpenAPI do not.
 *
 * @throws {GenerationFailed} `no-crds` where it is a manifest without definitions, and what is wrong with its text
 */
export async function readCrdFile(
  path: string,
  diagnostics: Diagnostics,
  signal?: AbortSignal,
): Promise<readonly Crd[] | NoManifest> {
  const text = await readTextOf(path, signal);
  if (isJson(text)) {
    const value = parseJson(
      text.replace(/^\uFEFF/, ""),
      path,
      maximumCaptureBytes,
    );
    if (!isManifestJson(value)) return { kind: "value", value };
    const document = { value, number: 1, lineOf: () => undefined };
    return crdsOf([document], path, diagnostics);
  }
  return isManifestYaml(text)
    ? crdsOf(await parseManifest(text, path), path, diagnostics)
    : { kind: "text", text };
}

/** The definitions of the files of a folder, not of those below it; undefined where no file has any. */
export async function readCrdFolder(
  folder: string,
  diagnostics: Diagnostics,
  signal?: AbortSignal,
): Promise<readonly Crd[] | undefined> {
  const names = await readdir(folder);
  const files: (readonly Crd[])[] = [];
  for (const name of names.sort()) {
    if (!/\.(?:json|ya?ml)$/i.test(name)) continue;
    const path = join(folder, name);
    const text = await readTextOf(path, signal);
    // What has none is of no interest, nor is what may be wrong with it.
    if (!/\bkind["']?\s*:\s*["']?CustomResourceDefinition/.test(text)) continue;
    const documents = await parseManifest(text, path);
    const manifest = readManifest(documents, path, diagnostics);
    if (manifest.definitions === 0) continue;
    reportOthers(path, manifest.others, diagnostics);
    files.push(manifest.crds);
  }
  return files.length === 0 ? undefined : files.flat();
}

/** JSON begins so; two braces begin a template. */
function isJson(text: string): boolean {
  return /^\uFEFF?\s*(?:\[|\{(?!\s*\{))/.test(text);
}

function isManifestYaml(text: string): boolean {
  return (
    /^\uFEFF?["']?kind["']?\s*:|CustomResourceDefinition/m.test(text) &&
    !/^\uFEFF?["']?(?:openapi|swagger)["']?\s*:/m.test(text)
  );
}

/** A server's `Status` was meant to be a document. */
function isManifestJson(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "apiVersion" in value &&
    "kind" in value &&
    value.kind !== "Status" &&
    !("openapi" in value)
  );
}

function crdsOf(
  documents: readonly ManifestDocument[],
  path: string,
  diagnostics: Diagnostics,
): readonly Crd[] {
  const { crds, definitions, others } = readManifest(
    documents,
    path,
    diagnostics,
  );
  if (definitions === 0)
    throw failure({
      code: "no-crds",
      message: `there is no CustomResourceDefinition in it: ${spellKinds(others)}`,
      hint: "leave the file away, or give the one with the definitions",
      at: { document: path },
    });
  reportOthers(path, others, diagnostics);
  return crds;
}

function reportOthers(
  path: string,
  others: ReadonlyMap<string, number>,
  diagnostics: Diagnostics,
): void {
  if (others.size === 0) return;
  diagnostics.add({
    severity: "info",
    code: "skipped-objects",
    message: `what is no CustomResourceDefinition is left out: ${spellKinds(others)}`,
    at: { document: path },
  });
}

function spellKinds(kinds: ReadonlyMap<string, number>): string {
  const all = [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([kind, count]) => `${count} ${kind === "" ? "without a kind" : kind}`,
    );
  if (all.length === 0) return "it is empty";
  const rest = all.length - 10;
  return rest > 0
    ? `${all.slice(0, 10).join(", ")} and ${rest} more kinds`
    : all.join(", ");
}
