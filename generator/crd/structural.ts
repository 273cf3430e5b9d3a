import type { Schema } from "../document/openapi.js";
import { findIncompleteness } from "./structural-completeness.js";

/** Where a schema stands: the root is an object, and what is in an item or a field has a type. */
type Level = "field" | "item" | "root";

/**
 * Why a schema is not structural, where it is not: servers publish only those that are.
 *
 * Regular expressions are taken to be ones of Go, and rules in CEL to compile.
 *
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/apiserver/schema/validation.go
 */
export function findViolation(schema: Schema): string | undefined {
  for (const violation of invariants(schema, "root", "")) return violation;
  return findIncompleteness(schema);
}

function* invariants(
  schema: Schema,
  level: Level,
  path: string,
): Generator<string> {
  const { type, items, properties = {}, additionalProperties } = schema;
  if (type === "array" && items === undefined)
    yield `${path}.items: it is missing, and an array needs it`;
  if (items !== undefined) yield* invariants(items, "item", `${path}.items`);
  for (const [name, property] of Object.entries(properties))
    yield* invariants(property, "field", `${path}.properties.${name}`);
  if (additionalProperties !== undefined && level === "root")
    yield `${path}.additionalProperties: it must not be used at the root`;
  if (typeof additionalProperties === "object")
    yield* invariants(
      additionalProperties,
      "field",
      `${path}.additionalProperties`,
    );
  yield* ofValues(
    schema,
    isIntOrString(schema.anyOf),
    isIntOrString(schema.allOf?.[0]?.anyOf),
    path,
  );
  yield* ofType(schema, level, path);
  yield* ofResource(schema, level, path);
}

function* ofType(
  schema: Schema,
  level: Level,
  path: string,
): Generator<string> {
  const { type, additionalProperties, properties = {} } = schema;
  const isEmbedded = schema["x-kubernetes-embedded-resource"] === true;
  const isIntOrStringType = schema["x-kubernetes-int-or-string"] === true;
  const isOpen = schema["x-kubernetes-preserve-unknown-fields"] === true;
  if (isIntOrStringType && (isOpen || isEmbedded))
    yield `${path}: an int-or-string is neither open nor an embedded resource`;
  if (isEmbedded && type !== "object")
    yield `${path}.type: an embedded resource is an object`;
  else if (type === undefined && !isIntOrStringType && !isOpen)
    yield `${path}.type: it is missing`;
  if (isEmbedded && additionalProperties !== undefined)
    yield `${path}.additionalProperties: it must not be used in an embedded resource`;
  if (isEmbedded && !isOpen && Object.keys(properties).length === 0)
    yield `${path}.properties: an embedded resource that is not open needs some`;
  if (level === "root" && type !== undefined && type !== "object")
    yield `${path}.type: it must be object at the root`;
}

/** What objects of Kubernetes have is the server's: it can be restricted only a little. */
function* ofResource(
  schema: Schema,
  level: Level,
  path: string,
): Generator<string> {
  const isResource =
    level === "root" || schema["x-kubernetes-embedded-resource"] === true;
  if (!isResource) return;
  const { kind, apiVersion, metadata } = schema.properties ?? {};
  for (const [name, property, type] of [
    ["kind", kind, "string"],
    ["apiVersion", apiVersion, "string"],
    ["metadata", metadata, "object"],
  ] as const)
    if (property !== undefined && property.type !== type)
      yield `${path}.properties.${name}.type: it must be ${type}`;
  if (metadata === undefined || level !== "root") return;
  const { type: _, default: __, properties = {}, ...others } = metadata;
  const names = Object.keys(properties);
  const isAllowed =
    names.every((name) => name === "name" || name === "generateName") &&
    Object.keys(others).length === 0;
  if (!isAllowed)
    yield `${path}.properties.metadata: it may restrict name and generateName alone`;
}

function* ofValues(
  { anyOf = [], allOf = [], oneOf = [], not }: Schema,
  skipAnyOf: boolean,
  skipFirstAllOf: boolean,
  path: string,
): Generator<string> {
  for (const [index, branch] of (skipAnyOf ? [] : anyOf).entries())
    yield* ofNested(branch, false, `${path}.anyOf[${index}]`);
  for (const [index, branch] of allOf.entries())
    yield* ofNested(
      branch,
      skipFirstAllOf && index === 0,
      `${path}.allOf[${index}]`,
    );
  for (const [index, branch] of oneOf.entries())
    yield* ofNested(branch, false, `${path}.oneOf[${index}]`);
  if (not !== undefined) yield* ofNested(not, false, `${path}.not`);
}

/** What a schema below `allOf`, `anyOf`, `oneOf` or `not` must not have: it restricts values, and says nothing of their structure. */
const forbidden = [
  "type",
  "default",
  "title",
  "description",
  "nullable",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-embedded-resource",
  "x-kubernetes-int-or-string",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-list-type",
  "x-kubernetes-map-type",
  "x-kubernetes-validations",
] as const;

function* ofNested(
  schema: Schema,
  skipAnyOf: boolean,
  path: string,
): Generator<string> {
  yield* ofValues(schema, skipAnyOf, false, path);
  const { items, properties = {}, additionalProperties } = schema;
  if (items !== undefined) yield* ofNested(items, false, `${path}.items`);
  for (const [name, property] of Object.entries(properties))
    yield* ofNested(property, false, `${path}.properties.${name}`);
  for (const keyword of forbidden)
    if (schema[keyword] !== undefined)
      yield `${path}.${keyword}: it must not be used in a nested schema`;
  if (additionalProperties !== undefined && additionalProperties !== false)
    yield `${path}.additionalProperties: it must not be used in a nested schema`;
  if (Object.hasOwn(properties, "metadata"))
    yield `${path}.properties.metadata: it must not be used in a nested schema`;
}

/** Whether this is the one `anyOf` that may name types: an integer or a string, in this order. */
export function isIntOrString(anyOf: readonly Schema[] | undefined): boolean {
  return JSON.stringify(anyOf) === '[{"type":"integer"},{"type":"string"}]';
}
