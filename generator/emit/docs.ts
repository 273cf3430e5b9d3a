import { safeText } from "../../templates/doc-comment.js";
import { isDeprecated, saysDeprecated } from "../document/deprecation.js";
import type { Schema } from "../document/openapi.js";
import { constraintsDoc, type DocContext } from "./constraints.js";
import { paragraphs } from "./doc-text.js";

/** The comments of what every object has, by their names: facts, and not the server's stock text. */
export const objectDocs: ReadonlyMap<string, string> = new Map([
  ["apiVersion", "The group and version, such as `apps/v1`."],
  ["kind", "The kind, such as `Deployment`."],
  ["metadata", "Name, namespace, labels, annotations and owners."],
]);

/** The comment of a property: its description where there is one, then the facts that types cannot say. */
export function propertyDoc(schema: Schema, context: DocContext): string {
  return paragraphs([
    safeText(schema.description ?? ""),
    constraintsDoc(schema, context),
    deprecationOf(schema),
  ]);
}

/** The comment of a type: its description, or what it is called where there is none. */
export function typeDoc(
  name: string,
  schema: Schema,
  context: DocContext,
): string {
  return paragraphs([
    safeText(schema.description ?? "") || `\`${safeText(name)}\``,
    constraintsDoc(schema, context),
    deprecationOf(schema),
  ]);
}

/** The first sentence of a comment, and whether the thing is deprecated: for where the whole stands elsewhere. */
export function briefDoc(schema: Schema): string {
  const [first = ""] = safeText(schema.description ?? "").split("\n");
  const sentence = /^.{12,}?[.](?=\s|$)/.exec(first)?.[0] ?? first;
  return paragraphs([sentence, deprecationOf(schema)]);
}

/** The tag of a deprecated thing, with what its description says about that; empty for any other. Nothing may follow it. */
export function deprecationOf(schema: Schema): string {
  if (!isDeprecated(schema)) return "";
  const said = deprecationSentence(schema.description ?? "");
  return `@deprecated ${safeText(said.replace(/^deprecated[:.]?\s*/i, ""))}`.trimEnd();
}

/** The sentence that says it and what follows it on its line: what to use instead comes next. */
function deprecationSentence(description: string): string {
  for (const line of description.split("\n")) {
    if (!saysDeprecated(line)) continue;
    const at = line.search(/\bdeprecated[:.]/i);
    if (at >= 0) return line.slice(at);
    const sentences = line.split(/(?<=[.!])\s+/);
    return sentences.slice(sentences.findIndex(saysDeprecated)).join(" ");
  }
  return "";
}
