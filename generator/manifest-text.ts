import type { Document } from "yaml";
import { failure, GenerationFailed } from "./diagnostics.js";
import { parseJson, unfold } from "./structured-text.js";
import { checkYamlKeys, checkYamlText } from "./yaml-limits.js";

/** One of the documents of a manifest. */
export interface ManifestDocument {
  readonly value: unknown;
  /** From 1. */
  readonly number: number;
  /** The line, from 1, of what is at a path, or of the nearest thing above it that is there; undefined in JSON. */
  lineOf(path: readonly (number | string)[]): number | undefined;
}

/**
 * Reads a manifest: JSON, or YAML of one or more documents, whose plain scalars are read as kubectl reads them.
 *
 * @throws {GenerationFailed} `invalid-json`, `invalid-yaml`, or `templated-yaml` where it is a template of one
 */
export async function parseManifest(
  text: string,
  label: string,
): Promise<readonly ManifestDocument[]> {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  // Two braces begin a template.
  if (!/^\s*(?:\[|\{(?!\s*\{))/.test(content))
    return parseYamlDocuments(content, label);
  const value = parseJson(content, label);
  return [{ value, number: 1, lineOf: () => undefined }];
}

async function parseYamlDocuments(
  text: string,
  label: string,
): Promise<readonly ManifestDocument[]> {
  const [{ isNode, LineCounter, parseAllDocuments }, { scalarTags }] =
    await Promise.all([
      import("yaml"),
      import("../templates/runtime/manifests.js"),
    ]);
  await checkYamlText(text, label);
  const counter = new LineCounter();
  const lineAt = (offset: number): number => counter.linePos(offset).line;
  const documents: readonly Document.Parsed[] = parseAllDocuments(text, {
    version: "1.1",
    customTags: scalarTags,
    lineCounter: counter,
    logLevel: "silent",
    prettyErrors: false,
    // Checked below, in less time.
    uniqueKeys: false,
  });
  const manifest: ManifestDocument[] = [];
  for (const [index, document] of documents.entries()) {
    const number = index + 1;
    const [error] = document.errors;
    if (error !== undefined)
      throw invalidManifest(text, label, number, lineAt(error.pos[0]), error);
    try {
      await checkYamlKeys(document, label, lineAt);
    } catch (fault) {
      // Two braces where a key is needed are a mapping for a key.
      const line = lineOfFault(fault);
      throw (line && templateBefore(text, label, line)) ?? fault;
    }
    manifest.push({
      value: unfold(document, label),
      number,
      lineOf(path) {
        for (let length = path.length; length >= 0; length -= 1) {
          const node = document.getIn(path.slice(0, length), true);
          if (isNode(node) && node.range) return lineAt(node.range[0]);
        }
        return undefined;
      },
    });
  }
  return manifest;
}

function lineOfFault(fault: unknown): number | undefined {
  return fault instanceof GenerationFailed
    ? fault.diagnostics[0]?.at?.line
    : undefined;
}

/** The problem of a template, where there is one up to a line. */
function templateBefore(
  text: string,
  label: string,
  line: number,
): GenerationFailed | undefined {
  const template = findTemplate(text.split("\n").slice(0, line + 1));
  return template === undefined
    ? undefined
    : failure({
        code: "templated-yaml",
        message:
          "this is a template: it has {{ }} where YAML needs a key or a value",
        hint: 'give what it renders to: "helm template CHART --include-crds > crds.yaml"',
        at: { document: label, line: template },
      });
}

function invalidManifest(
  text: string,
  label: string,
  number: number,
  line: number,
  cause: Error,
): Error {
  const template = templateBefore(text, label, line);
  if (template !== undefined) return template;
  return failure(
    {
      code: "invalid-yaml",
      message: `document ${number} is not YAML: ${cause.message.toLowerCase()}`,
      hint: "kubectl does not take it either: correct it where it comes from",
      at: { document: label, line },
    },
    { cause },
  );
}

/** The line, from 1, of what only a template has: an action of Go's templates where a key or a value begins. */
function findTemplate(lines: readonly string[]): number | undefined {
  const index = lines.findIndex((line) =>
    /^\s*(?:- +)?(?:[\w./-]+: +)?\{\{/.test(line),
  );
  return index < 0 ? undefined : index + 1;
}
