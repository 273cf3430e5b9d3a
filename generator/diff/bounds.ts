import type { Schema } from "../document/openapi.js";
import type { Finding } from "./change.js";
import type { RuleName } from "./rules/rules.js";

/** What differs in what two schemas hold numbers, texts, lists and objects to. */
export function compareBounds(old: Schema, next: Schema): readonly Finding[] {
  return bounds.flatMap(([name, boundOf, tighterOf]) => {
    const [before, after] = [boundOf(old), boundOf(next)];
    if (before === after) return [];
    const tighter = tightened(before, after, tighterOf);
    const rule: RuleName =
      tighter === undefined
        ? "constraint-changed"
        : tighter
          ? "constraint-tightened"
          : "constraint-loosened";
    return [{ rule, name, before: before ?? none, after: after ?? none }];
  });
}

/** How the absence of a bound is told. */
const none = "none";

type Bound = number | string;

/** Whether the new bound takes less than the old; undefined where each takes what the other does not. */
function tightened(
  before: Bound | undefined,
  after: Bound | undefined,
  isTighter: Comparison,
): boolean | undefined {
  if (before === undefined || after === undefined) return before === undefined;
  const [down, up] = [isTighter(after, before), isTighter(before, after)];
  return down === up ? undefined : down;
}

type Comparison = (a: Bound, b: Bound) => boolean;
const lower: Comparison = (a, b) => a < b;
const higher: Comparison = (a, b) => a > b;
const neither: Comparison = () => false;
const multiple: Comparison = (a, b) => Number.isInteger(Number(a) / Number(b));

const bounds: readonly (readonly [
  name: string,
  boundOf: (schema: Schema) => Bound | undefined,
  isTighter: Comparison,
])[] = [
  ["minimum", (schema) => schema.minimum, higher],
  ["maximum", (schema) => schema.maximum, lower],
  ["exclusiveMinimum", (schema) => flag(schema.exclusiveMinimum), higher],
  ["exclusiveMaximum", (schema) => flag(schema.exclusiveMaximum), higher],
  ["multipleOf", (schema) => schema.multipleOf, multiple],
  // No least length and a least length of none are the same.
  ["minLength", (schema) => schema.minLength || undefined, higher],
  ["maxLength", (schema) => schema.maxLength, lower],
  ["pattern", (schema) => schema.pattern, neither],
  ["minItems", (schema) => schema.minItems || undefined, higher],
  ["maxItems", (schema) => schema.maxItems, lower],
  ["uniqueItems", (schema) => flag(schema.uniqueItems), higher],
  ["minProperties", (schema) => schema.minProperties || undefined, higher],
  ["maxProperties", (schema) => schema.maxProperties, lower],
];

function flag(value: boolean | undefined): Bound | undefined {
  return value === true ? "yes" : undefined;
}
