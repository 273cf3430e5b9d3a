import { docComment } from "./doc-comment.js";
import { objectKey, stringLiteral } from "./literal.js";
import { lineWidth } from "./type.js";

/** A value of a constant: plain data, and names of what the module imports. */
export type Value =
  | string
  | boolean
  | readonly string[]
  | { readonly name: string }
  | { readonly properties: readonly Property[] };

/** A key and its value. */
export type Property = readonly [key: string, value: Value];

/** One exported constant. */
export function constant(
  name: string,
  type: string,
  doc: string,
  value: Value,
): string {
  const head = `export const ${name}: ${type} =`;
  // Where not even the opening brace fits, prettier moves all of the value to the next line.
  const [gap, indent] =
    head.length + 2 > lineWidth ? ["\n  ", "  "] : [" ", ""];
  const column = indent === "" ? head.length + 1 : indent.length;
  return `${docComment(doc, "")}${head}${gap}${printValue(value, indent, column, 1)};\n`;
}

/** A value over as many lines as it needs: objects always stand open, lists where they are too long. */
export function printValue(
  value: Value,
  indent: string,
  column: number,
  after: number,
): string {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "boolean") return String(value);
  const inner = `${indent}  `;
  if ("name" in value) return value.name;
  if ("properties" in value) {
    if (value.properties.length === 0) return "{}";
    const lines = value.properties.map(([key, entry]) =>
      printProperty(key, entry, inner),
    );
    return `{\n${lines.join("")}${indent}}`;
  }
  const items = value.map(stringLiteral);
  const flat = `[${items.join(", ")}]`;
  if (column + flat.length + after <= lineWidth) return flat;
  return `[\n${items.map((item) => `${inner}${item},\n`).join("")}${indent}]`;
}

function printProperty(key: string, value: Value, indent: string): string {
  const name = objectKey(key);
  const column = indent.length + name.length + 2;
  const printed = printValue(value, indent, column, 1);
  if (printed === name) return `${indent}${name},\n`;
  // Where not even the opening brace fits, all of the value moves to the next line.
  if (!printed.startsWith("{}") && isObject(value) && column + 1 > lineWidth) {
    const deeper = `${indent}  `;
    return `${indent}${name}:\n${deeper}${printValue(value, deeper, deeper.length, 1)},\n`;
  }
  const isWord = typeof value === "string" || isName(value);
  // Prettier leaves a value beside a key that is hardly wider than an indentation.
  const fits =
    !isWord || name.length < 5 || column + printed.length + 1 <= lineWidth;
  return fits
    ? `${indent}${name}: ${printed},\n`
    : `${indent}${name}:\n${indent}  ${printed},\n`;
}

function isObject(value: Value): boolean {
  return typeof value === "object" && "properties" in value;
}

function isName(value: Value): boolean {
  return typeof value === "object" && "name" in value;
}
