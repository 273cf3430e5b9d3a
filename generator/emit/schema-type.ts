import {
  reference,
  text,
  union,
  type Member,
  type TypeExpression,
} from "../../templates/type-expression.js";
import { stringLiteral } from "../../templates/literal.js";
import type { Schema } from "../document/openapi.js";
import { setsDefaults } from "../model/defaults.js";
import {
  typeOf,
  type SchemaDeclaration,
  type TypeDirectory,
} from "../model/model.js";
import { referenceIn } from "../model/operations.js";
import { typedChoices } from "./choices.js";
import type { DocContext } from "./constraints.js";
import { objectDocs, propertyDoc } from "./docs.js";
import { isOpen } from "./open-object.js";

/** Where a schema's references lead, and what its comments go by. */
export interface SchemaContext extends DocContext {
  readonly types: TypeDirectory;
  /** The document that the schema is read in, by key. */
  readonly document: string;
}

/** The context of what stands in a declaration's schema. */
export function schemaContext(
  types: TypeDirectory,
  declaration: SchemaDeclaration,
): SchemaContext {
  const { document } = declaration;
  return { types, document, setsDefaults: setsDefaults(declaration) };
}

const openString = text("(string & {})");
const openNumber = text("(number & {})");
const anyObject: TypeExpression = { kind: "object", members: [], open: true };

/** The type of the values that a schema allows, as far as TypeScript can say it. */
export function schemaType(
  schema: Schema,
  context: SchemaContext,
): TypeExpression {
  const type = definiteType(schema, context);
  return schema.nullable === true ? orNull(type) : type;
}

/** The properties of an object, in the order that the document has them. */
export function membersOf(
  schema: Schema,
  context: SchemaContext,
): readonly Member[] {
  const required = new Set(schema.required);
  const isResource = schema["x-kubernetes-embedded-resource"] === true;
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    doc: (isResource && objectDocs.get(name)) || propertyDoc(property, context),
    optional: !required.has(name),
    readonly: false,
    type: required.has(name)
      ? schemaType(property, context)
      : optionalType(name, schemaType(property, context)),
  }));
}

/** An object's type, held to the choices between properties that its schema has. */
export function withChoices(
  object: TypeExpression,
  schema: Schema,
): TypeExpression {
  return typedChoices(schema).reduce<TypeExpression>(
    (type, { amount, properties }) => ({
      kind: "generic",
      of: {
        from: "runtime/types",
        name: amount === "exactly one" ? "ExactlyOne" : "AtMostOne",
      },
      arguments: [
        type,
        union(properties.map((name) => text(stringLiteral(name)))),
      ],
    }),
    object,
  );
}

/**
 * The type of a property that may be left out: where every object has a method of its name, that is what is there in its place. For
 * TypeScript, too, an object without the property would not be of the type.
 */
export function optionalType(
  name: string,
  type: TypeExpression,
): TypeExpression {
  const isAny = type.kind === "text" && type.text === "unknown";
  return isAny || !objectMethods.has(name)
    ? type
    : unionOf([type, text(`globalThis.Object["${name}"]`)]);
}

/** What `Object` of TypeScript's own library has. */
const objectMethods: ReadonlySet<string> = new Set([
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
]);

/** The type behind a reference. */
function referencedType(name: string, context: SchemaContext): TypeExpression {
  const type = typeOf(context.types, context.document, name);
  return type === undefined
    ? text("unknown")
    : reference(`${type.directory}/types`, type.typeName);
}

function definiteType(schema: Schema, context: SchemaContext): TypeExpression {
  const referenced = referenceIn(schema);
  if (referenced !== undefined) return referencedType(referenced, context);
  if (schema["x-kubernetes-int-or-string"] === true) {
    return union([text("number"), text("string")]);
  }
  const values = enumOf(schema);
  if (isOfScalars(values)) return enumType(values);
  switch (schema.type) {
    case "string":
      return text("string");
    case "integer":
    case "number":
      return text("number");
    case "boolean":
      return text("boolean");
    case "array":
      return {
        kind: "array",
        item:
          schema.items === undefined
            ? text("unknown")
            : schemaType(schema.items, context),
      };
    case "object":
      return objectType(schema, context);
    default:
      return untypedSchema(schema, context);
  }
}

function objectType(schema: Schema, context: SchemaContext): TypeExpression {
  const members = membersOf(schema, context);
  if (members.length > 0) {
    return withChoices(
      { kind: "object", members, open: isOpen(schema) },
      schema,
    );
  }
  const values = schema.additionalProperties;
  return typeof values === "object"
    ? { kind: "record", value: schemaType(values, context) }
    : anyObject;
}

/** Without a type, a schema is what it holds: properties, or one of several schemas that have types. */
function untypedSchema(schema: Schema, context: SchemaContext): TypeExpression {
  if (schema.properties !== undefined || schema.additionalProperties) {
    return objectType(schema, context);
  }
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches !== undefined && branches.every(hasType)) {
    return unionOf(branches.map((branch) => schemaType(branch, context)));
  }
  return text("unknown");
}

function hasType(schema: Schema): boolean {
  return schema.type !== undefined || referenceIn(schema) !== undefined;
}

/** The values that a schema lists: those that all of its parts do, where a type and its use each have an enum. */
function enumOf({ enum: own, allOf = [] }: Schema): readonly unknown[] {
  const lists = [own, ...allOf.map((part) => part.enum)].filter(
    (values) => values !== undefined,
  );
  const [first = [], ...others] = lists;
  return first.filter((value) =>
    others.every((values) => values.includes(value)),
  );
}

/** Whether a type can list the values: objects and lists are known by their shape alone. */
function isOfScalars(values: readonly unknown[]): boolean {
  return (
    values.length > 0 &&
    values.every((value) => typeof value !== "object" || value === null)
  );
}

/** Values are known, others may come with the server's next version: the union stays open (kubernetes/kubernetes#109177). */
function enumType(values: readonly unknown[]): TypeExpression {
  const definite = values.filter((value) => value !== null);
  const members = [
    ...new Set(
      definite.map((value) =>
        typeof value === "string"
          ? stringLiteral(value)
          : JSON.stringify(value).replace("e+", "e"),
      ),
    ),
  ].map(text);
  if (values.some((value) => typeof value === "string"))
    members.push(openString);
  if (values.some((value) => typeof value === "number"))
    members.push(openNumber);
  if (values.includes(null)) members.push(text("null"));
  return union(members);
}

/** A union in which nothing comes twice. */
function unionOf(types: readonly TypeExpression[]): TypeExpression {
  const members = types.flatMap(membersOfUnion);
  const seen = new Map(members.map((type) => [JSON.stringify(type), type]));
  return union([...seen.values()]);
}

function membersOfUnion(type: TypeExpression): readonly TypeExpression[] {
  return type.kind === "union" ? type.members : [type];
}

/** A type, or nothing. */
export function orNull(type: TypeExpression): TypeExpression {
  if (type.kind === "text" && type.text === "unknown") return type;
  return unionOf([type, text("null")]);
}
