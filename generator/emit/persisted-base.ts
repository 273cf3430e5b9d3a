import type { Schema } from "../document/openapi.js";
import { moduleDirectory } from "../model/names.js";
import { metaOwner } from "../model/owners.js";
import { referenceIn } from "../model/operations.js";
import { declarationOf, type Emission } from "./emission.js";
import { knownSchema } from "./known-schemas.js";

const metaFolder = moduleDirectory(metaOwner.group, metaOwner.version);

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
  if (schema.nullable === true) return false;
  if (schema.properties === undefined) return isAnyObject(schema);
  const { metadata: own, apiVersion, kind } = schema.properties;
  if (own === undefined) return isText(apiVersion) && isText(kind);
  const home = declarationOf(emission, document, referenceIn(own));
  return (
    own.nullable !== true &&
    home !== undefined &&
    `${home.directory}#${home.typeName}` === metadata &&
    isText(apiVersion) &&
    isText(kind)
  );
}

/** As custom resources are published whose schema is not structural. */
function isAnyObject(schema: Schema): boolean {
  return (
    schema.type === "object" &&
    schema.enum === undefined &&
    schema["x-kubernetes-int-or-string"] !== true &&
    referenceIn(schema) === undefined &&
    typeof schema.additionalProperties !== "object"
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

/** Whether all metadata is as it is known. */
export function isObjectMetaKnown({ declarations }: Emission): boolean {
  const declared = declarations.get(`${metaFolder}#ObjectMeta`);
  if (declared === undefined) return false;
  const created = declared.schema.properties?.["creationTimestamp"];
  const fields = ["name", "namespace", "uid", "resourceVersion"];
  return (
    isMetadata(declared.name, declared.schema, fields) &&
    (isText(created) ||
      (created !== undefined && referenceIn(created) === timeSchema))
  );
}

const timeSchema = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";

/** Whether the metadata of lists is as it is known. */
export function isListMetaKnown({ declarations }: Emission): boolean {
  const declared = declarations.get(`${metaFolder}#ListMeta`);
  return (
    declared !== undefined &&
    isMetadata(declared.name, declared.schema, ["resourceVersion"])
  );
}

/** Whether a schema is as that of `ObjectMeta` or of `ListMeta` is: a type may be made of it in which these fields are strings. */
function isMetadata(
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
function isText(schema: Schema | undefined): boolean {
  return (
    schema === undefined ||
    (schema.type === "string" &&
      schema.enum === undefined &&
      schema["x-kubernetes-int-or-string"] !== true &&
      referenceIn(schema) === undefined)
  );
}
