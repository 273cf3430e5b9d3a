import type { Schema } from "../document/openapi.js";
import { declarationOf } from "../emit/emission.js";
import { knownSchema } from "../emit/known-schemas.js";
import {
  schemaContext,
  schemaType,
  type SchemaContext,
} from "../emit/schema-type.js";
import type { SchemaDeclaration } from "../model/model.js";
import { referenceIn } from "../model/operations.js";
import { ruleBytes, toldOf, valueBytes } from "./field-facts.js";
import type { Field, Target } from "./page-model.js";
import { piecesOf, readableType } from "./pieces.js";
import type { Reference } from "./reference.js";
import { bytesOf } from "./weights.js";

/** A field before it is known on which page it stands: references are not followed yet. */
export interface FieldNode {
  readonly field: Omit<Field, "elsewhere" | "fields">;
  /** What it comes to on a page, in bytes, without those within it; an upper bound. */
  readonly weight: number;
  children: readonly FieldNode[];
  /** The type that it refers to. */
  readonly refers: TypeHome | undefined;
  elsewhere: Target | undefined;
}

/** A declared type and where it is. */
export interface TypeHome {
  readonly directory: string;
  readonly declaration: SchemaDeclaration;
}

/**
 * The fields of a declared type, down to where it refers to others.
 *
 * @param at where they are shown: in a field of another type, or at the top
 */
export function fieldsOf(
  reference: Reference,
  { declaration }: TypeHome,
  at: readonly string[] = [],
): readonly FieldNode[] {
  if (knownSchema(declaration.name) !== undefined) return [];
  const known = reference.fields.get(declaration);
  if (known !== undefined) return known.map((node) => placed(node, at));
  const of = {
    reference,
    declaration,
    context: schemaContext(reference.model.types, declaration),
  };
  const nodes = fieldsIn(of, fielded(declaration.schema), []);
  reference.fields.set(declaration, nodes);
  return nodes.map((node) => placed(node, at));
}

/** A node of its own for each place: what is below it there is changed. */
function placed(node: FieldNode, at: readonly string[]): FieldNode {
  const { field, weight, children } = node;
  return {
    ...node,
    field: at.length === 0 ? field : { ...field, path: [...at, ...field.path] },
    weight: weight + 4 * bytesOf(at.join(".")),
    children: children.map((child) => placed(child, at)),
  };
}

/** Whose fields are gone through. */
interface FieldOwner {
  readonly reference: Reference;
  readonly declaration: SchemaDeclaration;
  readonly context: SchemaContext;
}

function fieldsIn(
  of: FieldOwner,
  schema: Schema,
  at: readonly string[],
): readonly FieldNode[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fieldNode(of, property, [...at, name], required.has(name)),
  );
}

function fieldNode(
  of: FieldOwner,
  schema: Schema,
  path: readonly string[],
  required: boolean,
): FieldNode {
  const { reference, declaration, context } = of;
  const inner = fielded(schema);
  const referenced = referenceIn(inner);
  const home = declarationOf(
    reference.emission,
    declaration.document,
    referenced,
  );
  const refers =
    home === undefined || knownSchema(home.declaration.name) !== undefined
      ? undefined
      : home;
  const field = {
    name: path.at(-1) ?? "",
    path,
    type: piecesOf(
      readableType(schemaType(withoutFields(schema), context)),
      reference.addresses,
    ),
    required,
    isNew: reference.novelties.isNewField(declaration.name, path),
    ...toldOf(schema, context),
  };
  return {
    field,
    weight: weightOf(field),
    children: referenced === undefined ? fieldsIn(of, inner, path) : [],
    refers,
    elsewhere:
      refers === undefined
        ? undefined
        : targetOf(reference, refers.directory, refers.declaration),
  };
}

function targetOf(
  { addresses }: Reference,
  directory: string,
  { typeName }: SchemaDeclaration,
): Target | undefined {
  const page = addresses.type(directory, typeName);
  return page === undefined ? undefined : { page };
}

/** A schema whose objects have one field in the place of all: what is in them is told by itself, and would be gone through at each level. */
function withoutFields(schema: Schema): Schema {
  const { properties, items, additionalProperties: values } = schema;
  const hasFields =
    properties !== undefined && Object.keys(properties).length > 0;
  return {
    ...schema,
    ...(hasFields ? { properties: oneField } : {}),
    ...(items === undefined ? {} : { items: withoutFields(items) }),
    ...(typeof values === "object"
      ? { additionalProperties: withoutFields(values) }
      : {}),
  };
}

const oneField: NonNullable<Schema["properties"]> = { any: {} };

/** The schema that has the fields: of a list its items, of a map its values. */
export function fielded(schema: Schema): Schema {
  if (schema.items !== undefined) return fielded(schema.items);
  const values = schema.additionalProperties;
  return typeof values === "object" && schema.properties === undefined
    ? fielded(values)
    : schema;
}

/** Marks of HTML around a field, and what is written of it more than once: its path and its name. */
function weightOf({
  path,
  description,
  deprecated = "",
  facts: { lines, values, rules },
  type,
}: FieldNode["field"]): number {
  const texts = [
    ...[description, deprecated, ...lines],
    ...type.map(({ text }) => text),
  ];
  const links = type.filter(({ to }) => to !== undefined).length;
  const marks = 500 + 100 * links;
  return (
    marks +
    4 * bytesOf(path.join(".")) +
    values.reduce((sum, value) => sum + valueBytes(value), 0) +
    rules.reduce((sum, rule) => sum + ruleBytes(rule), 0) +
    texts.reduce((sum, text) => sum + bytesOf(text), 0)
  );
}

/** A node, and all below it. */
export function totalWeight(nodes: readonly FieldNode[]): number {
  return nodes.reduce(
    (sum, { weight, children }) => sum + weight + totalWeight(children),
    0,
  );
}

/** The fields as a page has them. */
export function toFields(nodes: readonly FieldNode[]): readonly Field[] {
  return nodes.map(({ field, children, elsewhere }) => ({
    ...field,
    fields: toFields(children),
    elsewhere: children.length > 0 ? undefined : elsewhere,
  }));
}
