import type {
  JSONSchemaProps,
  JSONSchemaPropsOrBool,
} from "../../output/apiextensions.k8s.io/v1/index.js";
import type { UntypedObject } from "../../templates/runtime/types.js";

/**
 * The least that a schema lets pass: what is required and no more, and of `oneOf` the first that is possible. Rules in CEL it
 * does not read, nor what `not` forbids.
 *
 * @throws {Error} naming a pattern that it cannot write text for
 */
export function minimalValue(
  schema: JSONSchemaProps,
  at: string = "",
): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema["x-kubernetes-int-or-string"] === true) return 1;
  switch (schema.type) {
    case "array":
      return minimalArray(schema, at);
    case "boolean":
      return false;
    case "integer":
    case "number":
      return minimalNumber(schema);
    case "string":
      return minimalText(schema, at);
    default:
      return minimalObject(schema, at);
  }
}

/** A minimal object of a kind, with its `spec` where it has one, and without a name. */
export function minimalObjectOf(root: JSONSchemaProps): UntypedObject {
  const { apiVersion, kind, metadata, status, ...own } = root.properties ?? {};
  void [apiVersion, kind, metadata, status];
  const required = (root.required ?? []).filter((name) => name in own);
  if (own["spec"] !== undefined && !required.includes("spec"))
    required.push("spec");
  return minimalObject({ ...root, properties: own, required }, "");
}

function minimalObject(
  schema: JSONSchemaProps,
  at: string,
): Record<string, unknown> {
  const properties = schema.properties ?? {};
  const wanted = new Set([
    ...(schema.required ?? []),
    ...requiredByChoice(schema),
    ...(schema.allOf ?? []).flatMap((part) => part.required ?? []),
  ]);
  if (schema["x-kubernetes-embedded-resource"] === true)
    return {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "embedded" },
    };
  const object: Record<string, unknown> = {};
  for (const name of wanted)
    object[name] = minimalValue(
      properties[name] ?? valuesOf(schema.additionalProperties),
      `${at}.${name}`,
    );
  const names = [
    ...Object.keys(properties),
    ...Array.from({ length: schema.minProperties ?? 0 }, (_, i) => `key${i}`),
  ];
  for (const name of names) {
    if (Object.keys(object).length >= (schema.minProperties ?? 0)) break;
    object[name] ??= minimalValue(
      properties[name] ?? valuesOf(schema.additionalProperties),
      `${at}.${name}`,
    );
  }
  return object;
}

/** What the first branch of a choice asks for. */
function requiredByChoice({
  oneOf = [],
  anyOf = [],
}: JSONSchemaProps): readonly string[] {
  return [oneOf, anyOf].flatMap((branches) => {
    const free = branches.some(
      ({ required, not }) => required === undefined && not !== undefined,
    );
    return free ? [] : (branches[0]?.required ?? []);
  });
}

function valuesOf(
  additional: JSONSchemaPropsOrBool | undefined,
): JSONSchemaProps {
  return typeof additional === "object" ? additional : { type: "string" };
}

function minimalArray(schema: JSONSchemaProps, at: string): unknown[] {
  const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
  return Array.from({ length: schema.minItems ?? 0 }, () =>
    minimalValue(items ?? {}, `${at}[]`),
  );
}

function minimalNumber({
  minimum = 0,
  exclusiveMinimum = false,
  multipleOf = 1,
  maximum,
}: JSONSchemaProps): number {
  const least = Math.ceil(minimum / multipleOf) * multipleOf;
  const value = exclusiveMinimum && least === minimum ? least + 1 : least;
  return maximum === undefined ? value : Math.min(value, maximum);
}

const formats: Readonly<Record<string, string>> = {
  byte: "YQ==",
  date: "2026-01-02",
  "date-time": "2026-01-02T03:04:05Z",
  duration: "1s",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/** What one of these patterns of real definitions surely takes. */
const texts = ["a", "a.example.com", "example.com/a", "1s", "1", "A", "/a"];

function minimalText(
  { format = "", pattern, minLength = 0 }: JSONSchemaProps,
  at: string,
): string {
  const text = formats[format];
  if (text !== undefined) return text;
  // An empty text passes many schemas, and few rules.
  const candidates = texts.map((one) => one.padEnd(minLength, "a"));
  const found = candidates.find((one) => new RegExp(pattern ?? "").test(one));
  if (found === undefined)
    throw new Error(`${at}: no text is known for the pattern ${pattern}`);
  return found;
}
