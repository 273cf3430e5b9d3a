import type { Schema } from "../document/openapi.js";
import { referenceIn } from "../model/operations.js";
import { declarationOf, type Emission } from "./emission.js";
import { knownSchema } from "./known-schemas.js";

/**
 * Whether an object's schema, or a list's, leaves room for what the server sets: its metadata is of the schema that all metadata is of.
 *
 * Servers publish no other. Where a document does, the type of what is sent is that of what comes back, too.
 */
export function hasMetadata(
  emission: Emission,
  document: string,
  schema: Schema,
  metadata: string,
): boolean {
  if (schema.properties === undefined || schema.nullable === true) return false;
  const { metadata: own, apiVersion, kind } = schema.properties;
  const home = declarationOf(
    emission,
    document,
    own === undefined ? undefined : referenceIn(own),
  );
  return (
    own?.nullable !== true &&
    home !== undefined &&
    `${home.directory}#${home.typeName}` === metadata &&
    isText(apiVersion) &&
    isText(kind)
  );
}

/** Whether the client can read an object's name and namespace: whatever its metadata is, these are strings where they are declared. */
export function isReadable(
  emission: Emission,
  document: string,
  schema: Schema,
): boolean {
  if (schema.nullable === true) return false;
  const metadata = schema.properties?.["metadata"];
  if (metadata === undefined) return !isOpenObject(schema);
  if (metadata.nullable === true) return false;
  const referenced = referenceIn(metadata);
  const home = declarationOf(emission, document, referenced);
  const target =
    referenced === undefined ? metadata : (home?.declaration.schema ?? {});
  const declared = Object.keys(target.properties ?? {});
  return (
    isMetadata(referenced ?? "", target, objectFields) &&
    !isOpenObject(target) &&
    // TypeScript takes an object that has none of them for one that is meant otherwise.
    declared.some((field) => objectFields.includes(field))
  );
}

/** Keys that are not declared may hold anything, a name that is no string among it. */
function isOpenObject(schema: Schema): boolean {
  return (
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    (schema.additionalProperties !== undefined &&
      schema.additionalProperties !== false)
  );
}

const objectFields = [
  "name",
  "generateName",
  "namespace",
  "uid",
  "resourceVersion",
];

/** Whether a schema is as that of `ObjectMeta` or of `ListMeta` is: a type may be made of it in which these fields are strings. */
export function isMetadata(
  name: string,
  schema: Schema,
  fields: readonly string[],
): boolean {
  return (
    schema.properties !== undefined &&
    schema.nullable !== true &&
    knownSchema(name) === undefined &&
    fields.every((field) => isText(schema.properties?.[field]))
  );
}

/** Whether a property is a string of any value, or is not declared. */
export function isText(schema: Schema | undefined): boolean {
  return (
    schema === undefined ||
    (schema.type === "string" &&
      schema.enum === undefined &&
      schema["x-kubernetes-int-or-string"] !== true &&
      referenceIn(schema) === undefined)
  );
}
