import { safeText } from "../../templates/doc-comment.js";
import { saysDeprecated } from "../document/deprecation.js";
import type { Schema } from "../document/openapi.js";
import { referenceIn } from "../model/operations.js";

/** The comments of what every object has, by their names: facts, and not the server's stock text. */
export const objectDocs: ReadonlyMap<string, string> = new Map([
  ["apiVersion", "The group and version, such as `apps/v1`."],
  ["kind", "The kind, such as `Deployment`."],
  ["metadata", "Name, namespace, labels, annotations and owners."],
]);

/** The comment of a property: its description where there is one, then the facts that types cannot say. */
export function propertyDoc(schema: Schema): string {
  return paragraphs([
    safeText(schema.description ?? ""),
    factsOf(schema),
    deprecationOf(schema),
  ]);
}

/** The comment of a type: its description, or what it is called where there is none. */
export function typeDoc(name: string, schema: Schema): string {
  return paragraphs([
    safeText(schema.description ?? "") || `\`${safeText(name)}\``,
    factsOf(schema),
    deprecationOf(schema),
  ]);
}

/** The first sentence of a comment, and whether the thing is deprecated: for where the whole stands elsewhere. */
export function briefDoc(schema: Schema): string {
  const [first = ""] = safeText(schema.description ?? "").split("\n");
  const sentence = /^.{12,}?[.](?=\s|$)/.exec(first)?.[0] ?? first;
  return paragraphs([sentence, deprecationOf(schema)]);
}

/** Joins paragraphs, empty ones left out. */
export function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** A deprecated thing is one whose description says so, in words: no released server flags it. */
export function isDeprecated(schema: Schema): boolean {
  return (
    schema["x-kubewright-deprecated"] === true ||
    schema.deprecated === true ||
    saysDeprecated(schema.description ?? "")
  );
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

/** One line: default, list keys, and what validation bounds. */
function factsOf(schema: Schema): string {
  const facts: string[] = [];
  const fact = (name: string, value: unknown): void => {
    if (value !== undefined) facts.push(`${name}: ${code(value)}`);
  };
  if (hasRealDefault(schema)) fact("Default", schema.default);
  const format = schema.format;
  if (format !== undefined && !plainFormats.has(format)) fact("Format", format);
  fact("Minimum", schema.minimum);
  fact("Maximum", schema.maximum);
  fact("Multiple of", schema.multipleOf);
  fact("Shortest", schema.minLength);
  fact("Longest", schema.maxLength);
  fact("Pattern", schema.pattern);
  fact("Fewest items", schema.minItems);
  fact("Most items", schema.maxItems);
  fact("Fewest keys", schema.minProperties);
  fact("Most keys", schema.maxProperties);
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  if (keys.length > 0) facts.push(`Keyed by: ${keys.map(code).join(", ")}`);
  if (schema["x-kubernetes-list-type"] === "set") facts.push("A set");
  return facts.length === 0 ? "" : `${facts.join(". ")}.`;
}

/** Formats that a number's or a string's type implies. */
const plainFormats: ReadonlySet<string> = new Set([
  "int-or-string",
  "int32",
  "int64",
]);

/** Built-in documents publish Go's zero values as defaults: these mean nothing. */
function hasRealDefault(schema: Schema): boolean {
  const { default: value } = schema;
  if (value === undefined || value === null) return false;
  if (value === "" || value === 0 || value === false) return false;
  if (typeof value !== "object") return referenceIn(schema) === undefined;
  return Object.keys(value).length > 0;
}

function code(value: unknown): string {
  const written = typeof value === "string" ? value : JSON.stringify(value);
  const short = written.length > 200 ? `${written.slice(0, 200)}…` : written;
  const fence = short.includes("`") ? "``" : "`";
  const pad = fence === "``" ? " " : "";
  return safeText(`${fence}${pad}${short.replace(/\n/g, " ")}${pad}${fence}`);
}
