import { printable } from "../../templates/literal.js";
import type { Schema } from "../document/openapi.js";
import { factLines, insideOf, type DocContext } from "../emit/constraints.js";
import { deprecationOf } from "../emit/docs.js";
import { isImmutable, rulesOf } from "../emit/rules.js";
import type { Facts, RuleEntry, ValueEntry } from "./page-model.js";
import { beginning, bytesOf } from "./weights.js";
import { stabilityIn, type Stability } from "./words.js";

/** What a description and a schema say of a value, apart from its type. */
export interface Told {
  /** Markdown, without the list of values. */
  readonly description: string;
  readonly deprecated: string | undefined;
  readonly stability: Stability;
  readonly immutable: boolean;
  readonly facts: Facts;
}

/** Reads what is told of a schema's values. Longer text than anyone writes is cut, so that a page stays one. */
export function toldOf(schema: Schema, context: DocContext): Told {
  const { text, values } = splitDescription(
    printable(schema.description ?? "").trim(),
  );
  const notice = deprecationOf(schema);
  return {
    description: cutToBytes(cut(text, mostDescription), mostBytesOfText),
    deprecated: notice === "" ? undefined : cut(notice.slice(12), mostNotice),
    stability: stabilityIn(text),
    immutable: isImmutable(schema),
    facts: {
      lines: boundedLines(factLines(schema, context)),
      ...boundedRules(rulesIn(schema)),
      ...boundedValues(enumIn(schema), values),
    },
  };
}

const mostDescription = 8_000;

/** What a description may come to on a page, in bytes, and so may the lines of facts. */
const mostBytesOfText = 24_000;

const mostNotice = 500;
const mostLine = 3_000;
const mostRule = 2_000;

/** What the values of a field may come to on a page, in bytes, and its rules. */
const mostBytesOfFacts = 30_000;

function boundedLines(lines: readonly string[]): readonly string[] {
  const all = lines.filter((line) => line !== "");
  const shown = beginning(
    all.map((line) => cut(line, mostLine)),
    bytesOf,
    mostBytesOfText,
  );
  return shown.length === all.length ? shown : [...shown, "…"];
}

function boundedRules(
  rules: readonly RuleEntry[],
): Pick<Facts, "moreRules" | "rules"> {
  const shown = beginning(rules, ruleBytes, mostBytesOfFacts);
  return { rules: shown, moreRules: rules.length - shown.length };
}

function boundedValues(
  listed: readonly unknown[],
  said: ReadonlyMap<string, string>,
): Pick<Facts, "moreValues" | "values"> {
  // More of them have no room, however short.
  const values = beginning(
    listed.slice(0, 400).map((value) => valueEntry(value, said)),
    valueBytes,
    mostBytesOfFacts,
  );
  return { values, moreValues: listed.length - values.length };
}

/** What a value comes to on a page, in bytes, with its marks. */
export function valueBytes({ value, about }: ValueEntry): number {
  return 80 + bytesOf(value) + bytesOf(about);
}

/** What a rule comes to on a page, in bytes, with its marks. */
export function ruleBytes(rule: RuleEntry): number {
  return Object.values(rule).reduce<number>(
    (sum, text: string) => sum + bytesOf(text),
    200,
  );
}

/** The beginning of a text that is longer than this, whole characters only. */
export function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The beginning of a text that comes to more on a page than this, in bytes. */
function cutToBytes(text: string, most: number): string {
  let shown = text;
  for (
    let bytes = bytesOf(shown);
    bytes > most && shown !== "";
    bytes = bytesOf(shown)
  )
    shown = text.slice(0, Math.floor((shown.length * most) / bytes));
  return cut(text, shown.length);
}

/**
 * A description without the list of values at its end, and what that says of each.
 *
 * @see https://github.com/kubernetes/kube-openapi/blob/master/pkg/generators/enum.go
 */
export function splitDescription(description: string): {
  readonly text: string;
  readonly values: ReadonlyMap<string, string>;
} {
  const heading = "Possible enum values:";
  const at = description.indexOf(heading);
  if (at < 0) return { text: description, values: new Map() };
  const values = new Map<string, string>();
  for (const item of description.slice(at + heading.length).split(/\n - /)) {
    const [, value, about] = /^\s*`"([^"`]*)"`\s*([^]*)$/.exec(item) ?? [];
    if (value !== undefined) values.set(value, (about ?? "").trim());
  }
  return { text: description.slice(0, at).trim(), values };
}

function valueEntry(
  value: unknown,
  said: ReadonlyMap<string, string>,
): ValueEntry {
  return {
    value: cut(JSON.stringify(value), 200),
    about: typeof value === "string" ? cut(said.get(value) ?? "", 1_000) : "",
  };
}

/** The values of a field, or of each item or value in it. */
function enumIn({
  enum: own,
  allOf = [],
  items,
  additionalProperties,
}: Schema): readonly unknown[] {
  const listed = own ?? allOf.find((part) => part.enum !== undefined)?.enum;
  if (listed !== undefined) return listed;
  if (items !== undefined) return enumIn(items);
  return typeof additionalProperties === "object"
    ? enumIn(additionalProperties)
    : [];
}

function rulesIn(schema: Schema): readonly RuleEntry[] {
  return [{ where: "", inner: schema }, ...insideOf(schema, "")].flatMap(
    ({ where, inner }) =>
      rulesOf(inner).map(
        ({
          rule,
          message = "",
          messageExpression = "",
          reason = "",
          fieldPath = "",
        }) => ({
          where,
          rule: cut(printable(rule).trim(), mostRule),
          message: cut(printable(message).trim(), 500),
          messageExpression: cut(printable(messageExpression).trim(), mostRule),
          reason: cut(reason, 100),
          fieldPath: cut(fieldPath, 200),
        }),
      ),
  );
}
