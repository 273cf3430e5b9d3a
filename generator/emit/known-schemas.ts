import {
  reference,
  text,
  union,
  type TypeExpression,
} from "../../templates/type-expression.js";

/**
 * Schemas whose published form says less than is known of them.
 *
 * `Time` and `MicroTime` are both `string`, `JSON` and its kin are empty: their Go types write JSON of their own.
 *
 * Source: the `MarshalJSON` of each in k8s.io/apimachinery and k8s.io/apiextensions-apiserver.
 */
export interface KnownSchema {
  readonly doc: string;
  readonly type: TypeExpression;
}

const openObject: TypeExpression = { kind: "object", members: [], open: true };
const apiextensions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions";

/** What is known of a schema of this name; undefined for all that are as they are published. */
export function knownSchema(name: string): KnownSchema | undefined {
  return Object.hasOwn(known, name) ? known[name] : jsonSchema(name);
}

const known: { readonly [name: string]: KnownSchema } = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": {
    doc: 'A quantity such as `"500m"` or `"2Gi"`. The server always answers a string; a number may be sent.',
    type: union([text("string"), text("number")]),
  },
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {
    doc: 'A number, or a string such as a port\'s name or `"25%"`.',
    type: union([text("number"), text("string")]),
  },
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": {
    doc: "An RFC 3339 time in whole seconds: `2006-01-02T15:04:05Z`.",
    type: text("string"),
  },
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": {
    doc: "An RFC 3339 time with exactly six decimals: `2006-01-02T15:04:05.000000Z`.",
    type: text("string"),
  },
  "io.k8s.apimachinery.pkg.apis.meta.v1.Duration": {
    doc: "A duration as Go writes it: `1h30m0s`.",
    type: text("string"),
  },
  "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": {
    doc: "A set of fields: `f:<name>`, `k:<keys>`, `v:<value>` and `i:<index>` as keys, `{}` at the leaves.",
    type: openObject,
  },
  "io.k8s.apimachinery.pkg.runtime.RawExtension": {
    doc: "An object of any kind.",
    type: openObject,
  },
};

function jsonSchema(name: string): KnownSchema | undefined {
  const match = /^(.+)\.(v1|v1beta1)\.(JSON\w*)$/.exec(name);
  if (match?.[1] !== apiextensions) return undefined;
  const props = reference(
    `apiextensions.k8s.io/${match[2] ?? ""}/types`,
    "JSONSchemaProps",
  );
  switch (match[3]) {
    case "JSON":
      return { doc: "Any JSON value.", type: text("unknown") };
    case "JSONSchemaPropsOrArray":
      return {
        doc: "A schema, or a list of schemas.",
        type: union([props, { kind: "array", item: props }]),
      };
    case "JSONSchemaPropsOrBool":
      return {
        doc: "A schema, or whether anything is allowed.",
        type: union([props, text("boolean")]),
      };
    case "JSONSchemaPropsOrStringArray":
      return {
        doc: "A schema, or a list of property names.",
        type: union([props, { kind: "array", item: text("string") }]),
      };
    default:
      return undefined;
  }
}
