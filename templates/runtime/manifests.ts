import {
  isAlias,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type Tags,
} from "yaml";
import type { KubernetesObject, UntypedObject } from "./types.js";

/** An object of a manifest: what it is, it says itself. */
export interface ManifestObject extends UntypedObject {
  apiVersion: string;
  kind: string;
}

/** Options of {@link parseManifests}. */
export interface ManifestOptions {
  /** How messages name the text. Default: `manifest`. */
  readonly file?: string | undefined;
}

/** A manifest does not hold objects of Kubernetes. */
export class ManifestError extends Error {
  readonly file: string;
  /** Which of the text's documents, from 1. */
  readonly document: number;
  /** From 1. */
  readonly line: number;

  constructor(place: ManifestPlace, what: string) {
    const { file, document, line } = place;
    super(`${file}, document ${document}, line ${line}: ${what}`);
    this.name = "ManifestError";
    this.file = file;
    this.document = document;
    this.line = line;
  }
}

interface ManifestPlace {
  readonly file: string;
  readonly document: number;
  readonly line: number;
}

/**
 * Reads the objects of a YAML or JSON text: of every document, with lists opened, in their order.
 *
 * Plain scalars are read as kubectl reads them: `yes`, `no`, `on` and `off` are booleans, `0755` is octal; a time is a string.
 *
 * @throws {ManifestError} that names file, document and line, where the text cannot be read, or an object has no `apiVersion`
 * or no `kind`
 */
export function parseManifests<T extends KubernetesObject = ManifestObject>(
  text: string,
  { file = "manifest" }: ManifestOptions = {},
): T[] {
  const objects = isJson(text)
    ? openDocument(JSON.parse(text), { file, document: 1, line: 1 })
    : parseYaml(text, file);
  return objects as KubernetesObject[] as T[];
}

function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Flow mappings of YAML begin as JSON does; and its errors have lines.
    return false;
  }
}

function parseYaml(text: string, file: string): ManifestObject[] {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    version: "1.1",
    customTags: scalarTags,
    lineCounter,
    prettyErrors: false,
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document, index) => {
    const at = (offset: number): ManifestPlace => ({
      file,
      document: index + 1,
      line: lineCounter.linePos(offset).line,
    });
    const [error] = document.errors;
    if (error !== undefined)
      throw new ManifestError(at(error.pos[0]), error.message);
    const begin = document.contents?.range[0] ?? document.range[0];
    const alias = findBadAlias(document);
    if (alias !== undefined)
      throw new ManifestError(at(alias.offset), alias.problem);
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount });
    } catch (cause) {
      throw new ManifestError(at(begin), (cause as Error).message);
    }
    return openDocument(value, at(begin));
  });
}

// Far more than a manifest has use for, and far fewer than what a few nested lines of aliases can stand for.
const maxAliasCount = 10_000;

/** The first alias that stands for nothing, or for what it is itself a part of. */
function findBadAlias(
  document: Document.Parsed,
): { readonly offset: number; readonly problem: string } | undefined {
  const anchored = new Map<string, unknown>();
  let bad: { offset: number; problem: string } | undefined;
  visit(document, {
    Node(_, node, path) {
      if (!isAlias(node)) {
        if (node.anchor) anchored.set(node.anchor, node);
        return undefined;
      }
      const target = anchored.get(node.source);
      if (target !== undefined && !path.some((parent) => parent === target))
        return undefined;
      const what = target === undefined ? "has no anchor" : "contains itself";
      const problem = `the alias "*${node.source}" ${what}`;
      bad = { offset: node.range?.[0] ?? 0, problem };
      return visit.BREAK;
    },
  });
  return bad;
}

const timeTag = "tag:yaml.org,2002:timestamp";
const binaryTag = "tag:yaml.org,2002:binary";

/** YAML 1.1 as go-yaml knows it: without dates, without bytes, and without numbers to the base of 60. */
export function scalarTags(tags: Tags): Tags {
  const known = tags.filter(
    (tag) =>
      typeof tag !== "object" ||
      !(
        tag.tag === timeTag ||
        tag.tag === binaryTag ||
        ("format" in tag && tag.format === "TIME")
      ),
  );
  const octal = {
    tag: "tag:yaml.org,2002:int",
    default: true,
    test: /^[-+]?0o[0-7]+$/,
    resolve: (text: string) => parseInt(text.replace("0o", ""), 8),
  };
  return [octal, ...known];
}

function openDocument(value: unknown, place: ManifestPlace): ManifestObject[] {
  return value === null || value === undefined ? [] : open(value, place, "");
}

/** The object, or those of the list that it is. */
function open(
  value: unknown,
  place: ManifestPlace,
  within: string,
): ManifestObject[] {
  const fail = (what: string): ManifestError =>
    new ManifestError(place, within + what);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw fail("not an object");
  const { apiVersion, kind, items } = value as UntypedObject;
  if (typeof apiVersion !== "string" || apiVersion === "")
    throw fail('the object has no "apiVersion"');
  if (typeof kind !== "string" || kind === "")
    throw fail('the object has no "kind"');
  if (!kind.endsWith("List") || !(Array.isArray(items) || items === null))
    return [value as ManifestObject];
  // The items of typed lists need not say what they are.
  const itemKind = kind.slice(0, -"List".length);
  const facts = itemKind === "" ? {} : { apiVersion, kind: itemKind };
  const all: readonly unknown[] = Array.isArray(items) ? items : [];
  return all.flatMap((item, index) =>
    open(
      isMap(item) ? { ...facts, ...item } : item,
      place,
      `${within}items[${index}]: `,
    ),
  );
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
