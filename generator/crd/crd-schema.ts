import { isRecord } from "../json.js";
import type { Schema } from "../document/openapi.js";
import type { CrdCheck } from "./crd-check.js";

/** What a keyword of `JSONSchemaProps` holds. */
type Shape =
  | "boolean"
  | "docs"
  | "integer"
  | "list"
  | "number"
  | "rules"
  | "schema"
  | "schema or boolean"
  | "schemas"
  | "schemas by name"
  | "string"
  | "strings"
  | "value";

const shapes: { readonly [keyword: string]: Shape } = {
  description: "string",
  type: "string",
  format: "string",
  title: "string",
  default: "value",
  example: "value",
  maximum: "number",
  exclusiveMaximum: "boolean",
  minimum: "number",
  exclusiveMinimum: "boolean",
  maxLength: "integer",
  minLength: "integer",
  pattern: "string",
  maxItems: "integer",
  minItems: "integer",
  uniqueItems: "boolean",
  multipleOf: "number",
  enum: "list",
  maxProperties: "integer",
  minProperties: "integer",
  required: "strings",
  items: "schema",
  allOf: "schemas",
  oneOf: "schemas",
  anyOf: "schemas",
  not: "schema",
  properties: "schemas by name",
  additionalProperties: "schema or boolean",
  externalDocs: "docs",
  nullable: "boolean",
  "x-kubernetes-preserve-unknown-fields": "boolean",
  "x-kubernetes-embedded-resource": "boolean",
  "x-kubernetes-int-or-string": "boolean",
  "x-kubernetes-list-map-keys": "strings",
  "x-kubernetes-list-type": "string",
  "x-kubernetes-map-type": "string",
  "x-kubernetes-validations": "rules",
};

/** What the definition's own schema has, and no structural schema may. */
const unsupported: ReadonlySet<string> = new Set([
  "id",
  "$schema",
  "$ref",
  "patternProperties",
  "dependencies",
  "additionalItems",
  "definitions",
]);

/** Keywords whose empty value says something: in Go they are pointers. */
const keptEmpty: ReadonlySet<string> = new Set([
  "x-kubernetes-list-type",
  "x-kubernetes-map-type",
]);

/** The empty one is none. */
const types: ReadonlySet<string> = new Set([
  "",
  "string",
  "number",
  "integer",
  "boolean",
  "array",
  "object",
]);

/** A schema of a definition as a server decodes it. */
export interface CrdSchema {
  readonly schema: Schema;
  /** The first thing that no structural schema can have: where, and what is wrong with it. */
  readonly obstacle: string | undefined;
}

/**
 * Reads a schema as the API server's decoder does: what it does not know, what is null and what is the zero of its type is not there.
 *
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/apis/apiextensions/v1/types_jsonschema.go
 */
export function readCrdSchema(
  value: Readonly<Record<string, unknown>>,
  check: CrdCheck,
): CrdSchema {
  const reader = new SchemaReader(check);
  const schema = reader.schema(value);
  return { schema, obstacle: reader.obstacle };
}

class SchemaReader {
  obstacle: string | undefined;
  readonly #check: CrdCheck;
  readonly #root: string;

  constructor(check: CrdCheck) {
    this.#check = check;
    this.#root = check.path;
  }

  schema(value: unknown): Schema {
    const owner = this.#check.record(value);
    const entries = Object.keys(owner).flatMap((keyword) => {
      const read = this.#check.within(keyword, () =>
        this.#keyword(keyword, owner[keyword]),
      );
      return read === undefined ? [] : [[keyword, read] as const];
    });
    return Object.fromEntries(entries) as Schema;
  }

  #keyword(keyword: string, value: unknown): unknown {
    if (value === null || value === undefined) return undefined;
    if (unsupported.has(keyword)) {
      if (!isEmpty(value) || keyword === "additionalItems")
        this.#block("it is not supported");
      return undefined;
    }
    const shape = Object.hasOwn(shapes, keyword) ? shapes[keyword] : undefined;
    if (shape === undefined) return undefined;
    const read = this.#read(shape, value);
    if (keyword === "type" && typeof read === "string" && !types.has(read))
      this.#block(`there is no type ${JSON.stringify(read)}`);
    if (keyword === "x-kubernetes-preserve-unknown-fields" && read === false)
      this.#block("it must be true or left out");
    if (keyword === "example" && isEmpty(read)) return undefined;
    return isZero(shape, read) && !keptEmpty.has(keyword) ? undefined : read;
  }

  #read(shape: Shape, value: unknown): unknown {
    switch (shape) {
      case "boolean":
      case "number":
      case "string":
        return this.#typed(value, shape);
      case "integer":
        if (typeof value !== "number" || Number.isInteger(value))
          return this.#typed(value, "number");
        this.#check.expected("a whole number", value);
        return undefined;
      case "value":
        return value;
      case "list":
        return this.#items(value, (item) => item);
      case "strings":
        return this.#items(value, (item) => this.#typed(item, "string"));
      case "schemas":
        return this.#items(value, (item) => this.schema(item));
      case "schema":
        if (!Array.isArray(value)) return this.schema(value);
        this.#block("it must be one schema, and is a list");
        return undefined;
      case "schema or boolean":
        return typeof value === "boolean" ? value : this.schema(value);
      case "schemas by name":
        return this.#schemasByName(value);
      case "rules":
        return this.#items(value, (item) => this.#rule(item));
      case "docs":
        return this.#strings(value, ["description", "url"]);
    }
  }

  #schemasByName(value: unknown): unknown {
    const owner = this.#check.record(value);
    return Object.fromEntries(
      Object.keys(owner).map((name) => [
        name,
        this.#check.within(name, () => this.schema(owner[name])),
      ]),
    );
  }

  #rule(value: unknown): unknown {
    const { rule = "", ...others } = this.#strings(value, [
      "rule",
      "message",
      "messageExpression",
      "reason",
      "fieldPath",
    ]);
    const owner = this.#check.record(value);
    const optional = this.#check.optional(owner, "optionalOldSelf", "boolean");
    return {
      rule,
      ...others,
      ...(optional === undefined ? {} : { optionalOldSelf: optional }),
    };
  }

  #strings(
    value: unknown,
    names: readonly string[],
  ): { readonly [name: string]: string } {
    const owner = this.#check.record(value);
    return Object.fromEntries(
      names.flatMap((name) => {
        const text = this.#check.optional(owner, name, "string");
        return text === undefined || text === "" ? [] : [[name, text] as const];
      }),
    );
  }

  #items<Item>(value: unknown, read: (item: unknown) => Item): unknown {
    if (!Array.isArray(value)) {
      this.#check.expected("a list", value);
      return undefined;
    }
    return value.map((item: unknown, index) =>
      this.#check.within(index, () => read(item)),
    );
  }

  #typed(value: unknown, type: "boolean" | "number" | "string"): unknown {
    if (typeof value === type) return value;
    this.#check.expected(`a ${type}`, value);
    return undefined;
  }

  #block(problem: string): void {
    this.obstacle ??= `${this.#check.path.slice(this.#root.length)}: ${problem}`;
  }
}

/** Whether Go leaves a value out as the zero of its type. */
function isZero(shape: Shape, value: unknown): boolean {
  switch (shape) {
    case "boolean":
      return value === false;
    case "string":
      return value === "";
    case "list":
    case "schemas":
    case "strings":
    case "schemas by name":
    case "rules":
      return value !== undefined && isEmpty(value);
    default:
      return false;
  }
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) ? Object.keys(value).length === 0 : value === "";
}
