import {
  referencedSchema,
  type Document,
  type Schema,
} from "../document/openapi.js";
import { sortKeys } from "../json.js";

/** A document by its key. */
export interface KeyedDocument {
  readonly key: string;
  readonly document: Document;
}

/** One schema as one or more documents publish it, all alike. */
export interface SchemaCopy {
  readonly name: string;
  /** The keys of the documents, sorted. */
  readonly documents: readonly string[];
  /** The schema of each of the documents: they may differ in prose. */
  readonly schemas: readonly Schema[];
}

/**
 * Puts the copies of each schema together that are the same by value, what they refer to included.
 *
 * Documents are self-contained, so a schema comes as often as it is used. Copies may differ: in their list of kinds and in
 * descriptions, which say nothing of their shape and are ignored, or because aggregated servers were built from other versions. A
 * schema that refers to a differing one differs with it, so the classes are refined until nothing moves.
 *
 * @returns for each name its classes, in the order of their first document
 */
export function groupCopies(
  documents: readonly KeyedDocument[],
): ReadonlyMap<string, readonly SchemaCopy[]> {
  const copies = new Map<string, Copy[]>();
  for (const { key, document } of documents) {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const copy: Copy = { key, schema, text: "", class: "" };
      const known = copies.get(name);
      if (known === undefined) copies.set(name, [copy]);
      else known.push(copy);
    }
  }

  const differing = new Set<string>();
  for (const [name, published] of copies) {
    // There is nothing to compare the only copy with, and most custom resources have no other.
    if (published.length === 1) continue;
    for (const copy of published) copy.text = copy.class = textOf(copy.schema);
    if (areAlike(published)) continue;
    // Neither the order of keys nor prose is a difference. They seldom differ alone, so they are only left out of account here.
    for (const copy of published)
      copy.text = copy.class = textOf(sortKeys(withoutProse(copy.schema)));
    if (!areAlike(published)) differing.add(name);
  }
  if (differing.size > 0) refine(copies, differing);
  return new Map([...copies].map(([name, c]) => [name, classesOf(name, c)]));
}

function areAlike(published: readonly Copy[]): boolean {
  return published.every((copy) => copy.text === published[0]?.text);
}

interface Copy {
  readonly key: string;
  readonly schema: Schema;
  /** Its value; empty where it is the only copy. */
  text: string;
  class: string;
}

/** Adds to each copy's class the classes of what it refers to, until no schema is split any more. */
function refine(
  copies: ReadonlyMap<string, readonly Copy[]>,
  differing: Set<string>,
): void {
  const references = new Map(
    [...copies].map(([name, c]) => [
      name,
      new Set(c.flatMap((copy) => referencesIn(copy.text))),
    ]),
  );
  const users = new Map<string, string[]>();
  for (const [name, used] of references)
    for (const reference of used) {
      const known = users.get(reference);
      if (known === undefined) users.set(reference, [name]);
      else known.push(name);
    }
  // Only what uses a schema that was split may be split by that.
  let moved: Iterable<string> = [...differing];
  for (;;) {
    const next = new Set<string>();
    const looked = new Set([...moved].flatMap((name) => users.get(name) ?? []));
    for (const name of looked) {
      const published = copies.get(name) ?? [];
      const used = [...(references.get(name) ?? [])].filter((r) =>
        differing.has(r),
      );
      if (!split(copies, published, used)) continue;
      differing.add(name);
      next.add(name);
    }
    if (next.size === 0) return;
    moved = next;
  }
}

/** Tells copies apart whose references are; gives whether that made more classes of them. */
function split(
  copies: ReadonlyMap<string, readonly Copy[]>,
  published: readonly Copy[],
  used: readonly string[],
): boolean {
  if (used.length === 0 || published.length < 2) return false;
  const before = new Set(published.map((copy) => copy.class)).size;
  const next = published.map((copy) =>
    [copy.text, ...used.map((r) => indexOfClass(copies, r, copy.key))].join(
      "\u0000",
    ),
  );
  if (new Set(next).size <= before) return false;
  published.forEach((copy, i) => (copy.class = next[i] ?? copy.class));
  return true;
}

/** The class that a document's copy of a schema is in, as a number that does not depend on the text's length. */
function indexOfClass(
  copies: ReadonlyMap<string, readonly Copy[]>,
  name: string,
  key: string,
): string {
  const published = copies.get(name) ?? [];
  const own = published.find((copy) => copy.key === key);
  return String(published.findIndex((copy) => copy.class === own?.class));
}

function classesOf(name: string, published: readonly Copy[]): SchemaCopy[] {
  const classes = new Map<string, Copy[]>();
  for (const copy of published) {
    const members = classes.get(copy.class);
    if (members === undefined) classes.set(copy.class, [copy]);
    else members.push(copy);
  }
  return [...classes.values()].map((members) => ({
    name,
    documents: members.map((copy) => copy.key),
    schemas: members.map((copy) => copy.schema),
  }));
}

/** A schema without its description, or the flag that stands for one, and those below it; what a default or an enum holds stays. */
function withoutProse(schema: Schema): Schema {
  const { description: _, "x-kubewright-deprecated": __, ...rest } = schema;
  const copy: { -readonly [Key in keyof Schema]: Schema[Key] } = rest;
  if (rest.properties !== undefined) {
    copy.properties = Object.fromEntries(
      Object.entries(rest.properties).map(([name, property]) => [
        name,
        withoutProse(property),
      ]),
    );
  }
  if (rest.items !== undefined) copy.items = withoutProse(rest.items);
  if (typeof rest.additionalProperties === "object")
    copy.additionalProperties = withoutProse(rest.additionalProperties);
  if (rest.allOf !== undefined) copy.allOf = rest.allOf.map(withoutProse);
  return copy;
}

function textOf(schema: Schema): string {
  const { "x-kubernetes-group-version-kind": _, ...rest } = schema;
  return JSON.stringify(rest);
}

function referencesIn(text: string): string[] {
  return [...text.matchAll(/"\$ref":"([^"]+)"/g)].flatMap(
    ([, reference]) => referencedSchema(reference ?? "") ?? [],
  );
}
