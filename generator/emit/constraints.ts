import type { Schema } from "../document/openapi.js";
import { meansNothing } from "../model/defaults.js";
import { referenceIn } from "../model/operations.js";
import { choicesOf, type Choice } from "./choices.js";
import { code, paragraphs } from "./doc-text.js";
import { isImmutable, rulesDoc } from "./rules.js";

/** What is known of a schema beside its text. */
export interface DocContext {
  /**
   * Whether its defaults are what the server sets where nothing is sent, as those of custom resources are.
   *
   * Schemas that come of Go types have the zero values of these, which mean nothing.
   */
  readonly setsDefaults: boolean;
}

/** What the server holds values to and types cannot say: of the value itself, of each item or value in it, and rules. */
export function constraintsDoc(schema: Schema, context: DocContext): string {
  if (saysNothing(schema)) return "";
  const rules = [rulesDoc(schema, "The server checks:")];
  for (const { where, inner } of insideOf(schema, ""))
    rules.push(rulesDoc(inner, `The server checks each ${where}:`));
  return paragraphs([
    factLines(schema, context)
      .filter((line) => line !== "")
      .join("\n"),
    ...rules,
  ]);
}

/** What the server holds values to, rules apart, as Markdown: a line on the value itself, which may be empty, then one on what is in it. */
export function factLines(
  schema: Schema,
  context: DocContext,
): readonly string[] {
  const own = [...defaultOf(schema, context), ...factsOf(schema)];
  const lines = [own.map(sentence).join(" ")];
  for (const { where, inner } of insideOf(schema, "")) {
    const facts = factsOf(inner).map(phrase);
    if (facts.length > 0) lines.push(`Each ${where}: ${facts.join(", ")}.`);
  }
  return lines;
}

/** Whether there is nothing to look for: so it is in most schemas, and there are tens of thousands. */
function saysNothing(schema: Schema): boolean {
  for (const keyword in schema) if (!ofTypes.has(keyword)) return false;
  return true;
}

/** The keywords that types and texts say all of. */
const ofTypes: ReadonlySet<string> = new Set([
  "$ref",
  "description",
  "properties",
  "required",
  "title",
  "type",
]);

/** `Minimum` and its value, or a claim such as `Immutable` and none. */
type Fact = readonly [name: string, value?: string];

function sentence([name, value]: Fact): string {
  return value === undefined ? `${name}.` : `${name}: ${value}.`;
}

function phrase([name, value]: Fact): string {
  const lower = name.charAt(0).toLowerCase() + name.slice(1);
  return value === undefined ? lower : `${lower} ${value}`;
}

/** The schemas that stand in a list or a map, where no type of their own has their comments. */
export function insideOf(
  { items, additionalProperties: values }: Schema,
  outer: string,
): readonly { readonly where: string; readonly inner: Schema }[] {
  const named: readonly [string, Schema | boolean | undefined][] = [
    ["item", items],
    ["value", values],
  ];
  return named.flatMap(([name, inner]) => {
    if (typeof inner !== "object" || referenceIn(inner) !== undefined)
      return [];
    const where = outer === "" ? name : `${name} of each ${outer}`;
    return [{ where, inner }, ...insideOf(inner, where)];
  });
}

function factsOf(schema: Schema): readonly Fact[] {
  const facts: Fact[] = isImmutable(schema) ? [["Immutable"]] : [];
  // A constraint of one of several is one of all: generators of CRDs put each in an `allOf` where a type and its use have some.
  for (const part of [schema, ...(schema.allOf ?? [])])
    facts.push(...boundsOf(part));
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  if (keys.length > 0) facts.push(["Keyed by", list(keys)]);
  if (schema["x-kubernetes-list-type"] === "set" || schema.uniqueItems === true)
    facts.push(["A set"]);
  const choices = choicesOf(schema);
  for (const choice of choices) facts.push([choiceClaim(choice)]);
  // Where an object has one key, the choice says of which.
  const isCounted = schema.maxProperties === 1 && choices.length > 0;
  const told = isCounted
    ? facts.filter(([name]) => !name.endsWith(" keys"))
    : facts;
  return [...new Map(told.map((fact) => [fact.join(), fact])).values()];
}

function boundsOf(schema: Schema): readonly Fact[] {
  const above = schema.exclusiveMinimum === true ? "Above" : "Minimum";
  const below = schema.exclusiveMaximum === true ? "Below" : "Maximum";
  const isQuantity = schema.pattern === quantityPattern;
  const facts: readonly (readonly [string, unknown])[] = [
    [above, schema.minimum],
    [below, schema.maximum],
    ["Multiple of", schema.multipleOf],
    ["Shortest", schema.minLength || undefined],
    ["Longest", schema.maxLength],
    ["Pattern", isQuantity ? undefined : schema.pattern],
    ["Fewest items", schema.minItems || undefined],
    ["Most items", schema.maxItems],
    ["Fewest keys", schema.minProperties || undefined],
    ["Most keys", schema.maxProperties],
  ];
  return [
    ...(isQuantity ? [["A quantity"] as const] : []),
    ...formatOf(schema),
    ...facts.flatMap(([name, value]): Fact[] =>
      value === undefined ? [] : [[name, code(value)]],
    ),
  ];
}

/**
 * What a quantity looks like: CRDs have it written out at each place, where built-in kinds refer to a type.
 *
 * @see https://github.com/kubernetes-sigs/controller-tools/blob/v0.19.0/pkg/crd/known_types.go
 */
const quantityPattern =
  "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

function formatOf({ format }: Schema): readonly Fact[] {
  if (format === undefined || plainFormats.has(format)) return [];
  return format === "byte" ? [["Base64"]] : [["Format", code(format)]];
}

/** Formats that a number's or a string's type implies. */
const plainFormats: ReadonlySet<string> = new Set([
  "double",
  "float",
  "int-or-string",
  "int32",
  "int64",
]);

function choiceClaim({ amount, properties }: Choice): string {
  return `${amount.charAt(0).toUpperCase()}${amount.slice(1)} of ${list(properties)}`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map(code);
  if (names.length > mostNames) shown.push("…");
  return shown.join(", ");
}

const mostNames = 24;

function defaultOf(
  schema: Schema,
  { setsDefaults }: DocContext,
): readonly Fact[] {
  return meansNothing(schema, setsDefaults)
    ? []
    : [["Default", schema.default === "" ? '`""`' : code(schema.default)]];
}
