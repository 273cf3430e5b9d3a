import type { Schema } from "../document/openapi.js";
import type { SchemaDeclaration } from "./model.js";
import { referenceIn } from "./operations.js";

/**
 * Whether the defaults of a schema are what the server sets where nothing is sent, as those of custom resources are. Schemas that come of
 * Go types have the zero values of these, which mean nothing.
 *
 * Servers name the schemas of custom resources by their group, version and kind; those of Go types have the name of their package.
 */
export function setsDefaults({
  name,
  groupVersionKind,
}: SchemaDeclaration): boolean {
  if (groupVersionKind === undefined) return false;
  const { group, version, kind } = groupVersionKind;
  return name === [...group.split(".").reverse(), version, kind].join(".");
}

/** The default of a schema in a declaration; undefined where it has none, or one that means nothing. */
export function defaultIn(
  schema: Schema,
  declaration: SchemaDeclaration,
): unknown {
  return meansNothing(schema, setsDefaults(declaration))
    ? undefined
    : schema.default;
}

/**
 * Whether a default is none that the server sets.
 *
 * @param isSet whether the schema is of those whose defaults the server sets
 */
export function meansNothing(schema: Schema, isSet: boolean): boolean {
  const { default: value } = schema;
  if (value === undefined || value === null) return true;
  if (isSet && referenceIn(schema) === undefined) return false;
  if (typeof value === "object") return Object.keys(value).length === 0;
  return (
    value === "" ||
    value === 0 ||
    value === false ||
    referenceIn(schema) !== undefined
  );
}
