import { fieldAnchor } from "../addresses.js";
import type { Facts, Field } from "../page-model.js";
import { list, shortList, type Block } from "./blocks.js";
import { code, words } from "./escape.js";
import { place, type Links } from "./links.js";
import { deprecationNote, marksOf } from "./marks.js";
import { inlineProse, prose } from "./prose.js";

/** Fields as a tree of lists. */
export function fieldList(fields: readonly Field[], links: Links): Block {
  return list(fields.map((field) => fieldBlocks(field, links)));
}

function fieldBlocks(field: Field, links: Links): Block {
  const { name, path, type, description, deprecated, facts } = field;
  const marks = marksOf(
    ...(field.required ? ["required"] : []),
    ...(field.immutable ? ["immutable"] : []),
    ...(field.isNew ? ["new"] : []),
    ...(field.stability === "stable" ? [] : [field.stability]),
  );
  return [
    `${place(fieldAnchor(path))}**${code(name) || "(blank)"}** ${links.code(type)}${marks}`,
    deprecationNote(deprecated),
    prose(description),
    factBlocks(facts),
    within(field, links),
  ];
}

function within({ fields, elsewhere, name, type }: Field, links: Links): Block {
  if (fields.length > 0) return fieldList(fields, links);
  const isLinked = type.some(
    ({ to }) =>
      to?.page === elsewhere?.page && to?.anchor === elsewhere?.anchor,
  );
  return elsewhere === undefined || isLinked
    ? undefined
    : links.to({ text: `Fields of ${name}`, to: elsewhere });
}

/** What the server holds values to: bounds and defaults, values by name, rules in words and in CEL. */
export function factBlocks({
  lines,
  values,
  moreValues,
  rules,
  moreRules,
}: Facts): Block {
  return [
    lines.map(inlineProse),
    shortList(
      values.map(
        ({ value, about }) =>
          code(value) + (about === "" ? "" : `: ${inlineProse(about)}`),
      ),
    ),
    more(moreValues),
    rules.length === 0 ? undefined : "The server checks:",
    list(
      rules.map(
        ({ where, rule, message, messageExpression, reason, fieldPath }) => [
          [
            where === "" ? "" : `each ${words(where)}:`,
            words(message),
            fieldPath === "" ? "" : `(${code(fieldPath)})`,
            code(oneLine(rule)),
            reason === "" ? "" : `(${words(reason)})`,
          ]
            .filter((part) => part !== "")
            .join(" "),
          messageExpression === ""
            ? undefined
            : `message: ${code(oneLine(messageExpression))}`,
        ],
      ),
    ),
    more(moreRules),
  ];
}

function more(count: number): string | undefined {
  return count === 0 ? undefined : `… and ${String(count)} more`;
}

/** Ends of lines mean nothing in CEL outside of strings, which have none. */
function oneLine(rule: string): string {
  return rule.replace(/\s*\n\s*/g, " ");
}
