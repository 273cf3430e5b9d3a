import type { GroupVersionKind, Schema } from "../document/openapi.js";
import { metaSchemas, type BaseFacts } from "./base-facts.js";
import type { Crd, CrdVersion } from "./crd.js";
import { isIntOrString } from "./structural.js";

type Properties = NonNullable<Schema["properties"]>;

/** `com.example.stable.v1.CronTab`: the name of the schema of a kind. */
export function schemaName(
  group: string,
  version: string,
  kind: string,
): string {
  return [...group.split(".").reverse(), version, kind].join(".");
}

/** A reference to a schema of the same document. */
export function referTo(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * The schema that a server publishes of a custom resource: the definition's own, with what every object has. Without a structural one, an
 * object of any fields, which has no metadata.
 *
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/controller/openapi/builder/builder.go
 */
export function publishSchema(
  crd: Crd,
  version: CrdVersion,
  base: BaseFacts,
): Schema {
  const kind = [kindOf(crd, version, crd.names.kind)];
  return {
    ...(version.schema === undefined
      ? { type: "object" }
      : withObjectFields(structure(version.schema, base), base)),
    "x-kubernetes-group-version-kind": kind,
    ...selectableFields(version),
  };
}

/** The schema that a server publishes of a list of a custom resource. */
export function publishListSchema(
  crd: Crd,
  version: CrdVersion,
  base: BaseFacts,
): Schema {
  const { kind, listKind, plural } = crd.names;
  return {
    description: `${listKind} is a list of ${kind}`,
    type: "object",
    required: ["items"],
    properties: {
      ...base.typeMeta,
      items: {
        description: `List of ${plural}. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md`,
        type: "array",
        items: referTo(schemaName(crd.group, version.name, kind)),
      },
      metadata: described(metaSchemas.listMeta, base.listMetadata),
    },
    "x-kubernetes-group-version-kind": [kindOf(crd, version, listKind)],
    ...selectableFields(version),
  };
}

function kindOf(
  { group }: Crd,
  version: CrdVersion,
  kind: string,
): GroupVersionKind {
  return { group, version: version.name, kind };
}

function selectableFields({ selectableFields: fields }: CrdVersion): Schema {
  return fields.length === 0
    ? {}
    : {
        "x-kubernetes-selectable-fields": fields.map((fieldPath) => ({
          fieldPath,
        })),
      };
}

/** What every object has is said as the server says it, whatever the definition says. */
function withObjectFields(schema: Schema, base: BaseFacts): Schema {
  return {
    ...schema,
    properties: { ...schema.properties, ...objectFields(base) },
  };
}

function objectFields({ typeMeta, metadata }: BaseFacts): Properties {
  return { ...typeMeta, metadata: described(metaSchemas.objectMeta, metadata) };
}

/** A reference that says something of its own is wrapped, as OpenAPI knows no siblings of one. */
function described(name: string, description: string | undefined): Schema {
  return {
    ...(description === undefined ? {} : { description }),
    allOf: [referTo(name)],
  };
}

/** A schema that says something of the structure, and all below it that do. */
function structure(schema: Schema, base: BaseFacts): Schema {
  const { items, properties, additionalProperties } = schema;
  const published: Schema = {
    ...schema,
    ...nestedOf(schema),
    ...(items && { items: structure(items, base) }),
    ...(properties && {
      properties: mapEach(properties, (property) => structure(property, base)),
    }),
    ...(typeof additionalProperties === "object" && {
      additionalProperties: structure(additionalProperties, base),
    }),
  };
  return embed(unfold(published), base);
}

/** An int-or-string says so in standard words as well. */
function unfold(schema: Schema): Schema {
  const { anyOf, allOf = [] } = schema;
  if (
    schema["x-kubernetes-int-or-string"] !== true ||
    isIntOrString(anyOf) ||
    isIntOrString(allOf[0]?.anyOf)
  )
    return schema;
  const types = { anyOf: [{ type: "integer" }, { type: "string" }] };
  return anyOf === undefined
    ? { ...schema, ...types }
    : { ...schema, allOf: [types, ...allOf] };
}

/** An object inside of an object has its fields, and must say what it is. */
function embed(schema: Schema, base: BaseFacts): Schema {
  if (schema["x-kubernetes-embedded-resource"] !== true) return schema;
  const required = schema.required ?? [];
  return {
    ...withObjectFields(schema, {
      ...base,
      typeMeta: {
        apiVersion: withoutDescription(base.typeMeta.apiVersion),
        kind: withoutDescription(base.typeMeta.kind),
      },
    }),
    required: [
      ...required,
      ...["kind", "apiVersion"].filter((name) => !required.includes(name)),
    ],
  };
}

/** What the server says there instead no other document holds; nothing of it is generated. */
function withoutDescription({ description: _, ...facts }: Schema): Schema {
  return facts;
}

/** What restricts values: published as it is, but for additional properties. */
function nestedOf({ allOf, anyOf, oneOf, not }: Schema): Schema {
  return {
    ...(allOf && { allOf: allOf.map(nested) }),
    ...(anyOf && { anyOf: anyOf.map(nested) }),
    ...(oneOf && { oneOf: oneOf.map(nested) }),
    ...(not && { not: nested(not) }),
  };
}

function nested(schema: Schema): Schema {
  const { additionalProperties: _, items, properties, ...others } = schema;
  return {
    ...others,
    ...nestedOf(schema),
    ...(items && { items: nested(items) }),
    ...(properties && { properties: mapEach(properties, nested) }),
  };
}

function mapEach(
  schemas: Properties,
  change: (schema: Schema) => Schema,
): Properties {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, change(schema)]),
  );
}
