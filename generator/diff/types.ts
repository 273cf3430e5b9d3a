import type { Schema } from "../document/openapi.js";
import type { Finding } from "./change.js";

/** The types that a value may have, in words of OpenAPI, `list` and `map` apart; undefined where it may have any. */
export type Types = ReadonlySet<string> | undefined;

/** What differs in the types of two schemas that are no references; undefined where nothing does. */
export function compareTypes(old: Schema, next: Schema): Finding | undefined {
  const [a, b] = [typesOf(old), typesOf(next)];
  // Of two objects the fields are compared, which tells more.
  if (a?.has("object") && b?.has("object")) return undefined;
  const [narrower, wider] = [isWithin(b, a), isWithin(a, b)];
  if (narrower && wider) return undefined;
  const rule = wider
    ? "type-widened"
    : narrower
      ? "type-narrowed"
      : "type-changed";
  return { rule, before: spellTypes(a), after: spellTypes(b) };
}

function isWithin(inner: Types, outer: Types): boolean {
  if (outer === undefined) return true;
  return inner !== undefined && [...inner].every((type) => outer.has(type));
}

/** The types of a schema that is no reference. */
export function typesOf(schema: Schema): Types {
  if (isIntOrString(schema)) return new Set([...integers, "string"]);
  const { type, properties, additionalProperties, items } = schema;
  if (type === "object" || (type === undefined && properties !== undefined))
    return objectTypes(schema);
  if (type === "array" || (type === undefined && items !== undefined))
    return new Set(["list"]);
  if (type === undefined && typeof additionalProperties === "object")
    return new Set(["map"]);
  if (type === "number") return new Set([...integers, "number"]);
  if (type === "integer")
    return new Set(schema.format === "int32" ? [smallInteger] : integers);
  return type === undefined ? eitherType(schema) : new Set([type]);
}

/** A server refuses what does not fit into the format of an integer. */
const smallInteger = "32-bit integer";

/** Every small integer is an integer, and each of them a number. */
const integers: readonly string[] = [smallInteger, "integer"];

function objectTypes(schema: Schema): Types {
  const { properties, additionalProperties = false } = schema;
  if (properties !== undefined) return new Set(["object"]);
  if (additionalProperties !== false) return new Set(["map"]);
  return new Set(isOpen(schema) ? ["object", "map"] : ["object"]);
}

function isIntOrString(schema: Schema): boolean {
  return (
    schema["x-kubernetes-int-or-string"] === true ||
    schema.format === "int-or-string"
  );
}

/** The types of a schema that names one in each of its choices and nothing else there. */
function eitherType(schema: Schema): Types {
  const choices = typeChoices(schema);
  if (choices === undefined) return undefined;
  const types = choices.map(typesOf);
  return types.includes(undefined)
    ? undefined
    : new Set(types.flatMap((one) => [...(one ?? [])]));
}

/** The choices of a schema that only say which types a value may have. */
export function typeChoices({
  anyOf,
  oneOf,
}: Schema): readonly Schema[] | undefined {
  const choices = anyOf ?? oneOf;
  return choices !== undefined &&
    choices.length > 0 &&
    choices.every(
      (choice) =>
        choice.type !== undefined &&
        Object.keys(choice).every((key) => key === "type" || key === "format"),
    )
    ? choices
    : undefined;
}

/** Types as they are told. */
export function spellTypes(types: Types): string {
  if (types === undefined) return "anything";
  if (types.has("map") && types.has("object")) return "any object";
  // The widest of those that hold each other says it.
  const numbers = ["number", "integer", smallInteger];
  const widest = numbers.find((type) => types.has(type));
  return [...types]
    .filter((type) => type === widest || !numbers.includes(type))
    .join(" or ");
}

/** Whether a value keeps fields that the schema has not. */
export function isOpen(schema: Schema): boolean {
  return schema["x-kubernetes-preserve-unknown-fields"] === true;
}
