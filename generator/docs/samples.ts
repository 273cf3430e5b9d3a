import { objectKey, stringLiteral } from "../../templates/literal.js";
import type { Schema } from "../document/openapi.js";
import { typedChoices } from "../emit/choices.js";
import { declarationOf, type Emission } from "../emit/emission.js";
import { knownSchema } from "../emit/known-schemas.js";
import type { SchemaDeclaration } from "../model/model.js";
import { referenceIn } from "../model/operations.js";

/** A value as TypeScript has it. */
export type Sample =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Sample[] }
  | {
      readonly kind: "object";
      readonly entries: readonly (readonly [name: string, value: Sample])[];
    };

/** A value that stands as it is. */
export function plain(text: string): Sample {
  return { kind: "plain", text };
}

/** An object of these properties. */
export function object(
  ...entries: readonly (readonly [name: string, value: Sample])[]
): Sample {
  return { kind: "object", entries };
}

/**
 * The smallest object of a type that a compiler takes: what is required, and one of what there has to be one of.
 *
 * @param given what stands in place of what would be made, and first
 * @returns undefined where that has more values than anybody reads
 */
export function sampleOf(
  emission: Emission,
  declaration: SchemaDeclaration,
  given: readonly (readonly [name: string, value: Sample])[],
): Sample | undefined {
  const { schema, document } = declaration;
  const place = { emission, document, left: { values: mostValues } };
  const names = new Set(given.map(([name]) => name));
  const sample =
    schema.properties === undefined
      ? valueOf({ ...place, within: [] }, schema)
      : object(
          ...given,
          ...entriesOf({ ...place, within: [declaration] }, schema).filter(
            ([name]) => !names.has(name) && !identity.has(name),
          ),
        );
  return place.left.values < 0 ? undefined : sample;
}

/** Types that require others, which require others, come to more than a computer has room for. */
const mostValues = 300;

/** What a client fills in, or has a literal type. */
const identity: ReadonlySet<string> = new Set(["apiVersion", "kind"]);

interface Place {
  readonly emission: Emission;
  readonly document: string;
  /** The types that the value is within: one within itself is required by none that can be written. */
  readonly within: readonly SchemaDeclaration[];
  /** How many values more there may be; below zero, nothing is made any more. */
  readonly left: { values: number };
}

function entriesOf(
  place: Place,
  schema: Schema,
): readonly (readonly [string, Sample])[] {
  const { properties = {}, required = [] } = schema;
  const chosen = typedChoices(schema)
    .filter(({ amount }) => amount === "exactly one")
    .flatMap(({ properties: [first] }) => (first === undefined ? [] : [first]));
  return [...new Set([...required, ...chosen])].flatMap((name) => {
    const property = Object.hasOwn(properties, name)
      ? properties[name]
      : undefined;
    return property === undefined ? [] : [[name, valueOf(place, property)]];
  });
}

function valueOf(place: Place, schema: Schema): Sample {
  place.left.values -= 1;
  if (place.left.values < 0) return object();
  const referenced = referenceIn(schema);
  if (referenced !== undefined) return referredValue(place, referenced);
  if (schema["x-kubernetes-int-or-string"] === true) return plain("1");
  const value = schema.enum?.find(isScalar);
  if (value !== undefined) return scalar(value);
  switch (schema.type) {
    case "string":
      return plain(stringLiteral(stringOf(schema)));
    case "integer":
    case "number":
      return plain(String(numberOf(schema)));
    case "boolean":
      return plain("true");
    case "array":
      return {
        kind: "list",
        items:
          (schema.minItems ?? 0) > 0 && schema.items !== undefined
            ? [valueOf(place, schema.items)]
            : [],
      };
    default:
      return untyped(place, schema);
  }
}

function untyped(place: Place, schema: Schema): Sample {
  const [branch] = schema.oneOf ?? schema.anyOf ?? [];
  const isObject = schema.type === "object" || schema.properties !== undefined;
  return isObject || branch?.type === undefined
    ? object(...entriesOf(place, schema))
    : valueOf(place, branch);
}

function referredValue(place: Place, name: string): Sample {
  const { emission, document, within } = place;
  const home = declarationOf(emission, document, name);
  if (home === undefined) return object();
  const { declaration } = home;
  if (knownSchema(declaration.name) !== undefined)
    return knownValue(declaration.typeName);
  if (within.includes(declaration)) return object();
  return valueOf(
    {
      ...place,
      document: declaration.document,
      within: [...within, declaration],
    },
    declaration.schema,
  );
}

function knownValue(typeName: string): Sample {
  switch (typeName) {
    case "Quantity":
      return plain('"1Gi"');
    case "IntOrString":
      return plain("1");
    case "Time":
      return plain('"2030-01-01T00:00:00Z"');
    case "MicroTime":
      return plain('"2030-01-01T00:00:00.000000Z"');
    case "Duration":
      return plain('"1h30m0s"');
    case "JSONSchemaPropsOrBool":
      return plain("true");
    case "JSONSchemaPropsOrStringArray":
      return { kind: "list", items: [] };
    default:
      return object();
  }
}

function isScalar(value: unknown): value is boolean | number | string {
  return ["boolean", "number", "string"].includes(typeof value);
}

function scalar(value: boolean | number | string): Sample {
  return plain(
    typeof value === "string" ? stringLiteral(value) : String(value),
  );
}

function stringOf({ format }: Schema): string {
  if (format === "byte") return "aGVsbG8=";
  return format === "date-time" ? "2030-01-01T00:00:00Z" : "…";
}

function numberOf({ minimum = 1, maximum = Infinity }: Schema): number {
  return Math.min(Math.max(1, minimum), maximum);
}

/** A value as prettier would have it, at most so wide. */
export function printSample(
  sample: Sample,
  indent: string,
  room: number,
): string {
  const flat = flatSample(sample);
  if (flat.length <= room || sample.kind === "plain") return flat;
  const inner = `${indent}  `;
  const lines =
    sample.kind === "list"
      ? sample.items.map((item) =>
          printSample(item, inner, 80 - inner.length - 1),
        )
      : sample.entries.map(([name, value]) => {
          const key = `${objectKey(name)}: `;
          return (
            key + printSample(value, inner, 80 - inner.length - key.length - 1)
          );
        });
  const [open, close] = sample.kind === "list" ? ["[", "]"] : ["{", "}"];
  return `${open}\n${lines.map((line) => `${inner}${line},\n`).join("")}${indent}${close}`;
}

function flatSample(sample: Sample): string {
  switch (sample.kind) {
    case "plain":
      return sample.text;
    case "list":
      return `[${sample.items.map(flatSample).join(", ")}]`;
    case "object":
      return sample.entries.length === 0
        ? "{}"
        : `{ ${sample.entries.map(([name, value]) => `${objectKey(name)}: ${flatSample(value)}`).join(", ")} }`;
  }
}
