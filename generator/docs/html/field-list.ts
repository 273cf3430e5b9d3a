import { fieldAnchor } from "../addresses.js";
import type { Facts, Field } from "../page-model.js";
import { badge, deprecationNote, newBadge, stabilityBadge } from "./badges.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";
import { inlineProse, prose } from "./prose.js";

/** Fields as a tree: those within a field unfold below it. */
export function fieldList(fields: readonly Field[], links: Links): Html {
  return markup`<ul class="fields">
${fields.map((field) => fieldItem(field, links))}</ul>`;
}

function fieldItem(field: Field, links: Links): Html {
  const anchor = fieldAnchor(field.path);
  return markup`<li id="${anchor}"><div class="head"><a class="name" href="#${anchor}">${field.name}</a> <code>${links.code(field.type)}</code>${field.required ? markup` ${badge("required", "required")}` : undefined}${field.immutable ? markup` ${badge("immutable")}` : undefined}${field.isNew ? markup` ${newBadge}` : undefined}${stabilityBadge(field.stability)}</div>${deprecationNote(field.deprecated)}${prose(field.description)}${factsBlock(field.facts)}${within(field, links)}</li>
`;
}

function within(field: Field, links: Links): Html | undefined {
  const { fields, elsewhere } = field;
  if (fields.length > 0)
    return markup`<details><summary>${countOf(fields.length)} of <span class="of">${field.name}</span></summary>${fieldList(fields, links)}</details>`;
  return elsewhere === undefined
    ? undefined
    : markup`<p class="elsewhere"><a href="${links.href(elsewhere)}">Fields of <span class="of">${field.name}</span></a></p>`;
}

function countOf(count: number): string {
  return count === 1 ? "1 field" : `${String(count)} fields`;
}

/** What the server holds values to: bounds and defaults, values by name, rules in words and in CEL. */
export function factsBlock({
  lines,
  values,
  moreValues,
  rules,
  moreRules,
}: Facts): Html {
  return markup`${lines.map((line) => markup`<p class="facts">${inlineProse(line)}</p>`)}${
    values.length === 0
      ? undefined
      : markup`<dl class="values">${values.map(
          ({ value, about }) =>
            markup`<dt><code>${value}</code></dt><dd>${inlineProse(about)}</dd>`,
        )}</dl>${more(moreValues)}`
  }${
    rules.length === 0
      ? undefined
      : markup`<div class="rules"><p>The server checks:</p><ul>${rules.map(
          ({ where, rule, message, messageExpression, reason, fieldPath }) =>
            markup`<li>${where === "" ? undefined : markup`each ${where}: `}${message}${fieldPath === "" ? undefined : markup` (<code>${fieldPath}</code>)`}${reason === "" ? undefined : markup` ${badge(reason)}`}<code class="cel">${rule}</code>${messageExpression === "" ? undefined : markup`<span>message: </span><code class="cel">${messageExpression}</code>`}</li>`,
        )}</ul>${more(moreRules)}</div>`
  }`;
}

function more(count: number): Html | undefined {
  return count === 0
    ? undefined
    : markup`<p class="facts">… and ${count} more.</p>`;
}
