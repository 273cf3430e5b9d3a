import type { Schema } from "../document/openapi.js";
import type { SchemaDeclaration } from "../model/model.js";
import type { Finding } from "./change.js";
import { compareBounds } from "./bounds.js";
import { compareChoices } from "./choices.js";
import { fieldIn, itemsIn, valuesIn } from "./field-path.js";
import { compareDeprecation } from "./deprecation.js";
import { compareMerging } from "./merging.js";
import { compareRules } from "./validation-rules.js";
import {
  compareDefaults,
  compareEnums,
  compareFormats,
  compareNullable,
  compareObjects,
  defaultOf,
} from "./values.js";
import { compareTypes, isOpen, spellTypes, typesOf } from "./types.js";
import type { Located, Side } from "./side.js";

/** A schema of one side, where it stands. */
export interface Node extends Located {
  readonly side: Side;
}

/** Where a schema stands in the one that is compared. */
export interface Spot {
  readonly path: string;
  /** Whether there has to be a value on both sides, as in a list. */
  readonly isNeeded: boolean;
}

/** Takes what is found. */
export interface Sink {
  found(path: string, finding: Finding): void;
  /** Both sides refer to a schema of its own there. */
  refers(path: string, old: SchemaDeclaration, next: SchemaDeclaration): void;
}

/** Compares two schemas, with what stands in them; what they refer to is left to the sink where both refer. */
export function compareNodes(
  old: Node,
  next: Node,
  spot: Spot,
  sink: Sink,
): void {
  const { path, isNeeded } = spot;
  const [before, after] = [old.side.target(old), next.side.target(next)];
  if (before !== undefined && after !== undefined) {
    sink.refers(path, before, after);
    return compareFacts(
      withoutReference(old),
      withoutReference(next),
      spot,
      sink,
    );
  }
  const [a, b] = [resolved(old), resolved(next)];
  const types = compareTypes(a.schema, b.schema);
  if (types === undefined) {
    compareFacts(a, b, spot, sink);
    return compareInside(a, b, path, sink);
  }
  sink.found(path, types);
  // What else holds of values of another type does not compare.
  for (const finding of [
    ...compareDeprecation(a, b),
    ...compareNullable(a.schema, b.schema, isNeeded),
    ...compareDefaults(a, b),
  ])
    sink.found(path, finding);
}

/** A reference's own keywords. Those of what it refers to are compared there. */
function withoutReference(node: Node): Node {
  const { $ref: _, allOf, ...own } = node.schema;
  const parts = (allOf ?? []).filter(({ $ref }) => $ref === undefined);
  return {
    ...node,
    schema: { ...own, ...(parts.length === 0 ? {} : { allOf: parts }) },
  };
}

function resolved(node: Node): Node {
  return { ...node, ...node.side.resolve(node) };
}

/** What is said of the value as a whole. */
function compareFacts(
  old: Node,
  next: Node,
  { path, isNeeded }: Spot,
  sink: Sink,
): void {
  const [a, b] = [old.schema, next.schema];
  const findings = [
    ...compareNullable(a, b, isNeeded),
    ...compareObjects(a, b),
    ...compareDefaults(old, next),
    ...compareEnums(a, b),
    ...compareFormats(a, b),
    ...compareBounds(a, b),
    ...compareRules(a, b),
    ...compareChoices(a, b),
    ...compareMerging(a, b),
    ...compareDeprecation(old, next),
  ];
  for (const finding of findings) sink.found(path, finding);
}

/** What stands in the value: fields, items, values of a map. */
function compareInside(old: Node, next: Node, path: string, sink: Sink): void {
  compareProperties(old, next, path, sink);
  const inner: readonly [
    (path: string) => string,
    (schema: Schema) => Schema | undefined,
  ][] = [
    [itemsIn, ({ items }) => items],
    [valuesIn, valuesOf],
  ];
  for (const [within, partOf] of inner) {
    const [a, b] = [partOf(old.schema), partOf(next.schema)];
    if (a === undefined && b === undefined) continue;
    compareNodes(
      { ...old, schema: a ?? {} },
      { ...next, schema: b ?? {} },
      { path: within(path), isNeeded: true },
      sink,
    );
  }
}

function valuesOf({ additionalProperties }: Schema): Schema | undefined {
  return typeof additionalProperties === "object"
    ? additionalProperties
    : undefined;
}

function compareProperties(
  old: Node,
  next: Node,
  path: string,
  sink: Sink,
): void {
  const names = new Set(
    [old, next].flatMap(({ schema }) => Object.keys(schema.properties ?? {})),
  );
  for (const name of names) {
    const at = fieldIn(path, name);
    const [before, after] = [propertyOf(old, name), propertyOf(next, name)];
    if (before !== undefined && after !== undefined) {
      for (const finding of compareRequired(
        { node: before, isRequired: requires(old, name) },
        { node: after, isRequired: requires(next, name) },
      ))
        sink.found(at, finding);
      const isNeeded = requires(old, name) && requires(next, name);
      compareNodes(before, after, { path: at, isNeeded }, sink);
    } else if (before !== undefined)
      for (const finding of removed(before, requires(old, name), next))
        sink.found(at, finding);
    else if (after !== undefined)
      for (const finding of added(after, requires(next, name), old))
        sink.found(at, finding);
  }
}

function propertyOf(node: Node, name: string): Node | undefined {
  const { properties = {} } = node.schema;
  const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return schema === undefined ? undefined : { ...node, schema };
}

function requires({ schema }: Node, name: string): boolean {
  return (schema.required ?? []).includes(name);
}

/** An object that keeps unknown fields takes and gives a field that its schema has not: of any type. */
function removed(
  field: Node,
  isRequired: boolean,
  parent: Node,
): readonly Finding[] {
  const must = isRequired && defaultOf(field) === undefined;
  if (!isOpen(parent.schema))
    return [{ rule: must ? "required-field-removed" : "field-removed" }];
  const before = spellTypes(typesOf(resolved(field).schema));
  const after = spellTypes(undefined);
  return [
    ...(before === after
      ? []
      : [{ rule: "type-widened", before, after } as const]),
    ...(must ? [{ rule: "required-removed" } as const] : []),
  ];
}

function added(
  field: Node,
  isRequired: boolean,
  parent: Node,
): readonly Finding[] {
  const must = isRequired && defaultOf(field) === undefined;
  if (!isOpen(parent.schema))
    return [{ rule: must ? "required-field-added" : "field-added" }];
  const before = spellTypes(undefined);
  const after = spellTypes(typesOf(resolved(field).schema));
  return [
    ...(before === after
      ? []
      : [{ rule: "type-narrowed", before, after } as const]),
    ...(must ? [{ rule: "required-added" } as const] : []),
  ];
}

interface Field {
  readonly node: Node;
  readonly isRequired: boolean;
}

/** What has a default need not be sent, and is there when it is read, whether it is required or not. */
function compareRequired(old: Field, next: Field): readonly Finding[] {
  const defaults = [old, next].map(({ node }) => defaultOf(node) !== undefined);
  const [before = false, after = false] = defaults;
  const sends = [old.isRequired && !before, next.isRequired && !after] as const;
  const reads = [old.isRequired || before, next.isRequired || after] as const;
  const isSent = sends[0] !== sends[1];
  const isRead = reads[0] !== reads[1] && old.isRequired !== next.isRequired;
  if (!isSent && !isRead) return [];
  const isAdded = isSent ? sends[1] : reads[1];
  const rule = isAdded ? "required-added" : "required-removed";
  if (isSent && isRead) return [{ rule }];
  return [{ rule, only: isSent ? "writing" : "reading" }];
}
