import {
  referencedSchema,
  type GroupVersionKind,
  type Schema,
} from "../../generator/document/openapi.js";
import type { Model } from "../../generator/model/model.js";
import { apiVersionOf } from "../../generator/model/names.js";
import { relativePath } from "../../generator/emit/module.js";
import { stringLiteral } from "../../templates/literal.js";
import type { Documents } from "./documents.js";

/** There is no such value: a schema that needs itself, for one. */
const none = Symbol("none");

type Schemas = Readonly<Record<string, Schema>>;

/** A module that declares a smallest and a fullest object of each type, as its schema wants them, and so proves that the type takes them. */
export function minimalObjects(model: Model, documents: Documents): string {
  const imports: string[] = [];
  const lines: string[] = [];
  const kinds = new Map(
    model.groupVersions.flatMap(({ schemas }) =>
      schemas.map((s) => [s.name, s.groupVersionKind] as const),
    ),
  );
  for (const { directory, schemas } of model.groupVersions) {
    if (schemas.length === 0) continue;
    const module = `t${String(imports.length)}`;
    const from = stringLiteral(relativePath("index", `${directory}/types`));
    const before = lines.length;
    for (const { name: schema, typeName, document } of schemas) {
      const declared = documents[document]?.components.schemas ?? {};
      for (const isFull of [false, true]) {
        const value = new Maker(declared, kinds, isFull).named(schema);
        if (value === none) continue;
        const name = `${isFull ? "full" : "least"}${String(lines.length)}`;
        lines.push(
          `export const ${name}: ${module}.${typeName} = ${source(value)};\n`,
        );
      }
    }
    if (lines.length > before)
      imports.push(`import type * as ${module} from ${from};\n`);
  }
  return [...imports, ...lines].join("");
}

/** A value as TypeScript: a key `__proto__` would be something else. */
function source(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(source).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, item]) => `[${JSON.stringify(key)}]: ${source(item)}`)
      .join(", ")} }`;
  return JSON.stringify(value);
}

class Maker {
  readonly #schemas: Schemas;
  readonly #kinds: ReadonlyMap<string, GroupVersionKind | undefined>;
  readonly #isFull: boolean;
  #depth = 0;

  constructor(
    schemas: Schemas,
    kinds: ReadonlyMap<string, GroupVersionKind | undefined>,
    isFull: boolean,
  ) {
    this.#schemas = schemas;
    this.#kinds = kinds;
    this.#isFull = isFull;
  }

  /** A value of the schema of this name; its type says of which kind it is. */
  named(name: string): unknown {
    if (knownValues.has(name)) return knownValues.get(name);
    const kind = this.#kinds.get(name);
    const own = Object.hasOwn(this.#schemas, name) ? this.#schemas[name] : {};
    return this.make(
      own ?? {},
      // What may be null is no interface, and is typed as it is published.
      kind === undefined || own?.nullable === true
        ? {}
        : {
            apiVersion: apiVersionOf(kind.group, kind.version),
            kind: kind.kind,
          },
    );
  }

  make(
    schema: Schema,
    literals: Readonly<Record<string, unknown>> = {},
  ): unknown {
    if (this.#depth > 12) return none;
    this.#depth += 1;
    try {
      return this.#make(schema, literals);
    } finally {
      this.#depth -= 1;
    }
  }

  #make(schema: Schema, literals: Readonly<Record<string, unknown>>): unknown {
    const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
    if (reference !== undefined) {
      const name = referencedSchema(reference) ?? "";
      return this.named(name);
    }
    if (schema["x-kubernetes-int-or-string"] === true)
      return this.#isFull ? "50%" : 50;
    if (schema.enum !== undefined) return schema.enum.at(this.#isFull ? -1 : 0);
    switch (schema.type) {
      case "string":
        return "";
      case "integer":
      case "number":
        return 0;
      case "boolean":
        return false;
      case "array":
        return this.#array(schema);
      case "object":
        return this.#object(schema, literals);
      default:
        return this.#untyped(schema, literals);
    }
  }

  #array(schema: Schema): unknown {
    if (!this.#isFull || schema.items === undefined) return [];
    const item = this.make(schema.items);
    return item === none ? [] : [item];
  }

  #object(
    schema: Schema,
    literals: Readonly<Record<string, unknown>>,
  ): unknown {
    const properties = Object.entries(schema.properties ?? {});
    const required = new Set(schema.required);
    for (const name of schema.oneOf?.[0]?.required ?? []) required.add(name);
    const values: [string, unknown][] = [];
    for (const [name, property] of properties) {
      const needed = required.has(name);
      const wanted =
        this.#isFull && this.#depth < 6 && !isAlternative(schema, name);
      if (!needed && !wanted) continue;
      const value = Object.hasOwn(literals, name)
        ? literals[name]
        : this.make(property);
      if (value !== none) values.push([name, value]);
      else if (needed) return none;
    }
    const others = schema.additionalProperties;
    if (properties.length === 0 && typeof others === "object" && this.#isFull) {
      const value = this.make(others);
      if (value !== none) values.push(["key", value]);
    }
    return Object.fromEntries(values);
  }

  #untyped(
    schema: Schema,
    literals: Readonly<Record<string, unknown>>,
  ): unknown {
    if (schema.properties !== undefined || schema.additionalProperties)
      return this.#object(schema, literals);
    const branches = schema.oneOf ?? schema.anyOf ?? [];
    const branch = branches.at(this.#isFull ? -1 : 0);
    return branch === undefined ? { any: ["thing"] } : this.make(branch);
  }
}

/** Of several that exclude each other, the first is taken. */
function isAlternative({ oneOf = [] }: Schema, name: string): boolean {
  return oneOf.slice(1).some(({ required }) => required?.includes(name));
}

/** Schemas whose types are known otherwise than from their documents. */
const knownValues: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["io.k8s.apimachinery.pkg.apis.meta.v1.Time", "2006-01-02T15:04:05Z"],
  ["io.k8s.apimachinery.pkg.api.resource.Quantity", "1"],
  ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON", {}],
]);
