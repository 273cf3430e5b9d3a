import { maximumDepth } from "../limits.js";
import { notPublished, type DocumentCheck } from "./document-check.js";
import { checkReference } from "./references.js";

/** What a keyword holds. Keywords that are not named here are not read, so they may hold anything. */
type Shape =
  | "array"
  | "boolean"
  | "fields"
  | "kinds"
  | "number"
  | "reference"
  | "rules"
  | "schema"
  | "schema or boolean"
  | "schemas"
  | "schemas by name"
  | "string"
  | "strings"
  | "unions";

const shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ["$ref", "reference"],
  ["type", "string"],
  ["format", "string"],
  ["title", "string"],
  ["description", "string"],
  ["enum", "array"],
  ["nullable", "boolean"],
  ["deprecated", "boolean"],
  ["readOnly", "boolean"],
  ["writeOnly", "boolean"],
  ["properties", "schemas by name"],
  ["required", "strings"],
  ["additionalProperties", "schema or boolean"],
  ["minProperties", "number"],
  ["maxProperties", "number"],
  ["items", "schema"],
  ["minItems", "number"],
  ["maxItems", "number"],
  ["uniqueItems", "boolean"],
  ["minLength", "number"],
  ["maxLength", "number"],
  ["pattern", "string"],
  ["minimum", "number"],
  ["maximum", "number"],
  ["exclusiveMinimum", "boolean"],
  ["exclusiveMaximum", "boolean"],
  ["multipleOf", "number"],
  ["allOf", "schemas"],
  ["anyOf", "schemas"],
  ["oneOf", "schemas"],
  ["not", "schema"],
  ["x-kubernetes-group-version-kind", "kinds"],
  ["x-kubernetes-selectable-fields", "fields"],
  ["x-kubernetes-list-type", "string"],
  ["x-kubernetes-list-map-keys", "strings"],
  ["x-kubernetes-map-type", "string"],
  ["x-kubernetes-patch-strategy", "string"],
  ["x-kubernetes-patch-merge-key", "string"],
  ["x-kubernetes-unions", "unions"],
  ["x-kubernetes-int-or-string", "boolean"],
  ["x-kubernetes-preserve-unknown-fields", "boolean"],
  ["x-kubernetes-embedded-resource", "boolean"],
  ["x-kubernetes-validations", "rules"],
  ["x-kubewright-deprecated", "boolean"],
]);

/** Checks the schema that `value` has to be, and all below it. */
export function checkSchema(value: unknown, check: DocumentCheck): void {
  const schema = check.record(value);
  if (schema === undefined) return;
  if (check.depth >= maximumDepth) {
    check.report(
      "too-deep",
      `the schema is more than ${maximumDepth} schemas deep`,
      notPublished,
    );
    return;
  }
  check.depth += 1;
  for (const keyword in schema) {
    const shape = shapes.get(keyword);
    if (shape !== undefined) checkKeyword(schema, keyword, shape, check);
    if (shape === undefined || shape === "array")
      checkValue(schema[keyword], keyword, check);
  }
  check.depth -= 1;
}

/** Values that are no schemas, such as a default, may hold anything, but not of any depth: later stages write them out. */
function checkValue(
  value: unknown,
  keyword: string,
  check: DocumentCheck,
): void {
  check.within(keyword, () => check.value(value));
}

function checkKeyword(
  schema: Readonly<Record<string, unknown>>,
  keyword: string,
  shape: Shape,
  check: DocumentCheck,
): void {
  const value = schema[keyword];
  switch (shape) {
    case "boolean":
    case "number":
    case "string":
      return check.optional(schema, keyword, shape);
    case "strings":
      return check.eachItem(schema, keyword, (item) => check.string(item));
    case "array":
      return check.eachItem(schema, keyword, () => undefined);
    case "reference":
      return check.within(keyword, () => checkReference(value, check));
    case "schema or boolean":
    case "schema":
      if (shape === "schema or boolean" && typeof value === "boolean") return;
      return check.within(keyword, () => checkSchema(value, check));
    case "schemas":
      return check.eachItem(schema, keyword, (item) =>
        checkSchema(item, check),
      );
    case "schemas by name":
      return check.eachEntry(schema, keyword, (property) =>
        checkSchema(property, check),
      );
    case "kinds":
      return check.eachItem(schema, keyword, (item) => {
        const kind = check.record(item);
        if (kind !== undefined) check.groupVersionKind(kind);
      });
    case "fields":
      return check.eachItem(schema, keyword, (item) => {
        const field = check.record(item);
        if (field !== undefined) check.required(field, "fieldPath", "string");
      });
    case "rules":
      return check.eachItem(schema, keyword, (item) => checkRule(item, check));
    case "unions":
      return check.eachItem(schema, keyword, (item) => checkUnion(item, check));
  }
}

function checkRule(value: unknown, check: DocumentCheck): void {
  const rule = check.record(value);
  if (rule === undefined) return;
  check.required(rule, "rule", "string");
  for (const name of ["message", "messageExpression", "reason", "fieldPath"])
    check.optional(rule, name, "string");
  check.optional(rule, "optionalOldSelf", "boolean");
}

function checkUnion(value: unknown, check: DocumentCheck): void {
  const union = check.record(value);
  if (union === undefined) return;
  check.optional(union, "discriminator", "string");
  if (union["fields-to-discriminateBy"] === undefined) return;
  check.eachEntry(union, "fields-to-discriminateBy", (name) =>
    check.string(name),
  );
}
