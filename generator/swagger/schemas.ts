import { isRecord, type JsonRecord } from "../json.js";
import { eachItem, eachMember } from "./json.js";

/** What later stages refuse to go into is left as it is: they say where it stands. */
const maximumDepth = 250;

const definitionPrefix = "#/definitions/";

/** Types of Kubernetes that take more than one type of JSON, which Swagger 2.0 cannot say: by their names. */
const severalTypes: ReadonlyMap<string, readonly string[]> = new Map([
  ["io.k8s.apimachinery.pkg.api.resource.Quantity", ["string", "number"]],
]);

/** A schema of Swagger 2.0 under its name, as OpenAPI 3.0 has it. */
export function convertDefinition(value: unknown, name: string): unknown {
  const converted = convertSchema(value);
  const types = severalTypes.get(name);
  return types === undefined || !isRecord(converted)
    ? converted
    : withTypes(converted, types);
}

/**
 * A schema of Swagger 2.0 as OpenAPI 3.0 has it: references lead to `components`, and are wrapped in `allOf` where they have siblings; an
 * int-or-string, published as a string of that format, is either. Everything else reads the same in both.
 *
 * @see https://github.com/kubernetes/kube-openapi/blob/master/pkg/openapiconv/convert.go
 */
export function convertSchema(value: unknown, depth = 0): unknown {
  if (!isRecord(value) || depth > maximumDepth) return value;
  const inner = (schema: unknown): unknown => convertSchema(schema, depth + 1);
  const converted = eachMember(value, (held, keyword) =>
    convertKeyword(keyword, held, inner),
  );
  const { $ref, ...siblings } = converted;
  if ($ref !== undefined && Object.keys(siblings).length > 0)
    return { ...siblings, allOf: [{ $ref }] };
  return converted["format"] === "int-or-string" &&
    converted["type"] === "string"
    ? withTypes(converted, ["integer", "string"])
    : converted;
}

function convertKeyword(
  keyword: string,
  held: unknown,
  inner: (schema: unknown) => unknown,
): unknown {
  switch (keyword) {
    case "$ref":
      return typeof held === "string" && held.startsWith(definitionPrefix)
        ? `#/components/schemas/${held.slice(definitionPrefix.length)}`
        : held;
    case "properties":
      return eachMember(held, inner);
    case "items":
    case "additionalProperties":
    case "not":
      return inner(held);
    case "allOf":
    case "anyOf":
    case "oneOf":
      return eachItem(held, inner);
    default:
      return held;
  }
}

function withTypes(schema: JsonRecord, types: readonly string[]): JsonRecord {
  const { type: _, ...rest } = schema;
  return { ...rest, oneOf: types.map((type) => ({ type })) };
}
