import type { Document, Schema } from "../../generator/document/openapi.js";

/** Something that a server publishes at `/openapi/v3`, and leaves out of `/openapi/v2`. */
export interface Difference {
  readonly reason: string;
  /** Takes it out of a schema, as the server does. */
  apply(schema: Schema): Schema;
}

/**
 * All that `/openapi/v2` says less, as far as it shows in a client. The custom resources' are those of
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/controller/openapi/v2/conversion.go, which keeps old kubectls going.
 */
export const differences: readonly Difference[] = [
  {
    reason: "defaults, which are in v3 alone (KEP-2896)",
    apply: ({ default: _, ...schema }) => schema,
  },
  {
    reason: "allOf, anyOf, oneOf and not",
    apply(schema) {
      if (isReference(schema) || isKnown(schema)) return schema;
      const { allOf: _, anyOf: __, oneOf: ___, not: ____, ...rest } = schema;
      return rest;
    },
  },
  {
    reason:
      "the type, the items and the properties of a nullable field, nor that its parent requires it",
    apply(schema) {
      const nullable = Object.entries(schema.properties ?? {}).flatMap(
        ([name, property]) => (property.nullable === true ? [name] : []),
      );
      const parent =
        nullable.length === 0
          ? schema
          : withRequired(
              schema,
              (schema.required ?? []).filter(
                (name) => !nullable.includes(name),
              ),
            );
      if (schema.nullable !== true) return parent;
      const { nullable: _, ...rest } = parent;
      return untyped(rest);
    },
  },
  {
    reason:
      "known fields, and that it is an object or a list, where unknown fields are kept",
    apply(schema) {
      if (schema["x-kubernetes-preserve-unknown-fields"] !== true)
        return schema;
      const { type, items: _, properties: __, ...rest } = schema;
      return type === undefined || type === "object" || type === "array"
        ? rest
        : { ...rest, type };
    },
  },
];

/** A document without what the differences leave out. */
export function lessened(
  document: Document,
  list: readonly Difference[],
): Document {
  const lessen = (schema: Schema): Schema =>
    below(
      list.reduce((lessened, { apply }) => apply(lessened), schema),
      lessen,
    );
  const schemas = Object.entries(document.components?.schemas ?? {});
  return {
    ...document,
    components: {
      ...document.components,
      schemas: Object.fromEntries(
        schemas.map(([name, schema]) => [name, lessen(schema)]),
      ),
    },
  };
}

/** A schema with everything below it changed. */
function below(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          change(property),
        ]),
      ),
    }),
    ...(items && { items: change(items) }),
    ...(typeof additionalProperties === "object" && {
      additionalProperties: change(additionalProperties),
    }),
  };
}

function isReference({ $ref, allOf }: Schema): boolean {
  return ($ref ?? allOf?.[0]?.$ref) !== undefined;
}

/** `IntOrString` and `Quantity` of Kubernetes itself, which conversion knows. */
function isKnown({ format, oneOf, properties }: Schema): boolean {
  return (
    properties === undefined &&
    (format === "int-or-string" ||
      JSON.stringify(oneOf) === '[{"type":"string"},{"type":"number"}]')
  );
}

function untyped(schema: Schema): Schema {
  const { type: _, items: __, properties: ___, ...rest } = schema;
  return rest;
}

function withRequired(schema: Schema, required: readonly string[]): Schema {
  const { required: _, ...rest } = schema;
  return required.length === 0 ? rest : { ...rest, required };
}
