import type { Schema } from "../../generator/document/openapi.js";

/** A schema as openapi-typescript is given it. */
export interface OracleSchema extends Schema {
  readonly properties?: { readonly [name: string]: OracleSchema };
  readonly anyOf?: readonly OracleSchema[];
  /** The one value that it allows: OpenAPI 3.0 has no such keyword, openapi-typescript reads it all the same. */
  readonly const?: string;
  /** Choices between its properties, the innermost first. */
  readonly "x-choices"?: readonly OracleChoice[];
  /** Every value of its `type`, in such a way that a union with it keeps its other members. */
  readonly "x-any-other"?: true;
}

/** A type of the runtime, and the properties that it is about. */
export interface OracleChoice {
  readonly type: "AtMostOne" | "ExactlyOne";
  readonly properties: readonly string[];
}

/** A place where the output says on purpose what openapi-typescript does not make of the schema. */
export interface Difference {
  readonly name: string;
  readonly reason: string;
  /** Only custom resources have it: the built-in groups do not show that it is needed. */
  readonly ofCustomResources: boolean;
  /**
   * The schema of which openapi-typescript would make what the output says; undefined where there is no difference.
   *
   * @param name what the document's components call the schema; undefined inside of one
   */
  readonly mirror: (
    schema: OracleSchema,
    name: string | undefined,
  ) => OracleSchema | undefined;
}

/** All differences. */
export const differences: readonly Difference[] = [
  {
    name: "a Status says that it is one",
    reason:
      "only servers send it, always with its kind: it tells a Status from the object that a delete may answer instead",
    ofCustomResources: false,
    mirror: (schema, name) =>
      name === "io.k8s.apimachinery.pkg.apis.meta.v1.Status"
        ? { ...schema, required: [...(schema.required ?? []), "kind"] }
        : undefined,
  },
  {
    name: "open enums",
    reason:
      "the next version of a server may answer a value that this one does not publish (kubernetes/kubernetes#109177)",
    ofCustomResources: false,
    mirror: ({ enum: values, nullable, ...schema }) => {
      if (values === undefined || schema.type === undefined) return undefined;
      return {
        anyOf: [
          { type: schema.type, enum: values },
          { type: schema.type, "x-any-other": true },
        ],
        ...(nullable === true && { nullable }),
      };
    },
  },
  {
    name: "literal apiVersion and kind",
    reason:
      "the schema of one kind says which in an extension; a manifest of another kind is no object of it",
    ofCustomResources: false,
    mirror: ({
      "x-kubernetes-group-version-kind": kinds,
      properties,
      ...schema
    }) => {
      const [only, ...others] = kinds ?? [];
      if (only === undefined || others.length > 0) return undefined;
      const { group, version, kind } = only;
      const apiVersion = group === "" ? version : `${group}/${version}`;
      return {
        ...schema,
        properties: {
          ...properties,
          apiVersion: literal(apiVersion),
          kind: literal(kind),
        },
      };
    },
  },
  {
    name: "schemas or something else in JSONSchemaProps",
    reason:
      "they are published as empty: their Go types write JSON of their own, which is known",
    ofCustomResources: false,
    mirror: (_, name) => {
      const [, props, or] =
        /^(.+\.JSONSchemaProps)Or(Array|Bool|StringArray)$/.exec(name ?? "") ??
        [];
      if (props === undefined) return undefined;
      const schema = { $ref: `#/components/schemas/${props}` };
      switch (or) {
        case "Array":
          return { anyOf: [schema, { type: "array", items: schema }] };
        case "Bool":
          return { anyOf: [schema, { type: "boolean" }] };
        default:
          return {
            anyOf: [schema, { type: "array", items: { type: "string" } }],
          };
      }
    },
  },
  {
    name: "choices between properties",
    reason:
      "an object with several properties of which the server takes one is refused, and the published schema says so outside of types",
    ofCustomResources: true,
    mirror: (schema) => {
      const choices = [schema, ...(schema.allOf ?? [])].flatMap(choicesIn);
      return choices.length === 0
        ? undefined
        : { ...schema, "x-choices": choices };
    },
  },
  {
    name: "constraints on values",
    reason:
      "beside a type, structural schemas have oneOf, anyOf, allOf and not to restrict values, never to add what is not declared outside",
    ofCustomResources: true,
    mirror: ({ oneOf, anyOf, allOf, not, ...schema }) =>
      schema.type === undefined || !(oneOf ?? anyOf ?? allOf ?? not)
        ? undefined
        : schema,
  },
  {
    name: "unknown fields that are kept",
    reason:
      "with x-kubernetes-preserve-unknown-fields the server keeps what is not declared, and the extension is not OpenAPI's",
    ofCustomResources: true,
    mirror: (schema) =>
      schema["x-kubernetes-preserve-unknown-fields"] === true &&
      schema.properties !== undefined &&
      schema.additionalProperties === undefined
        ? { ...schema, additionalProperties: true }
        : undefined,
  },
];

function literal(value: string): OracleSchema {
  return { type: "string", const: value };
}

function choicesIn(schema: Schema): readonly OracleChoice[] {
  const [union] = schema["x-kubernetes-unions"] ?? [];
  const branches = schema.oneOf ?? [];
  const choices: readonly OracleChoice[] = [
    {
      type: branches.some(({ not }) => not) ? "AtMostOne" : "ExactlyOne",
      properties: branches.every((branch) => Object.keys(branch).length === 1)
        ? branches.flatMap(({ required = [] }) => required)
        : [],
    },
    {
      type: "AtMostOne",
      properties:
        union?.discriminator === undefined
          ? Object.keys(union?.["fields-to-discriminateBy"] ?? {})
          : [],
    },
  ];
  return choices.filter(({ properties }) => properties.length > 1);
}
