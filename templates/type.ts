import { docComment } from "./doc-comment.js";
import { propertyKey } from "./literal.js";
import type { Member, NameOf, TypeExpression } from "./type-expression.js";

/** Where prettier breaks lines. */
export const lineWidth = 80;

/**
 * Prints a type at prettier's fixed point: as it stands where it fits between what precedes it on its line (`column`
 * characters) and what follows it (`after` characters), broken as prettier breaks it where not.
 */
export function printType(
  type: TypeExpression,
  names: NameOf,
  indent: string,
  column: number,
  after: number,
): string {
  const flat = flatType(type, names);
  if (flat !== undefined && column + flat.length + after <= lineWidth) {
    return flat;
  }
  return breakType(type, names, indent, column, after) ?? flat ?? "";
}

/** A type on one line; undefined where it must have several. */
export function flatType(
  type: TypeExpression,
  names: NameOf,
): string | undefined {
  switch (type.kind) {
    case "text":
      return type.text;
    case "reference":
      return names(type.to);
    case "array": {
      const item = flatType(type.item, names);
      if (item === undefined) return undefined;
      const list = isCompound(type.item) ? `(${item})[]` : `${item}[]`;
      return type.readonly === true ? `readonly ${list}` : list;
    }
    case "record": {
      const value = flatType(type.value, names);
      return value === undefined ? undefined : `{ [key: string]: ${value} }`;
    }
    case "union":
      return joinFlat(type.members, " | ", names);
    case "intersection":
      return joinFlat(type.members, " & ", names);
    case "object":
      return type.members.length === 0 && type.open
        ? "{ [key: string]: unknown }"
        : undefined;
    case "generic": {
      const list = joinFlat(type.arguments, ", ", names);
      const of = typeof type.of === "string" ? type.of : names(type.of);
      return list === undefined ? undefined : `${of}<${list}>`;
    }
  }
}

function joinFlat(
  types: readonly TypeExpression[],
  separator: string,
  names: NameOf,
): string | undefined {
  let joined = "";
  for (const [i, type] of types.entries()) {
    const flat = flatType(type, names);
    if (flat === undefined) return undefined;
    joined += i === 0 ? flat : separator + flat;
  }
  return joined;
}

/** A type over several lines; undefined where it has no place to break. */
function breakType(
  type: TypeExpression,
  names: NameOf,
  indent: string,
  column: number,
  after: number,
): string | undefined {
  const inner = `${indent}  `;
  switch (type.kind) {
    case "text":
    case "reference":
    case "intersection":
      return undefined;
    case "array":
      if (type.item.kind === "union") {
        return `(\n${unionLines(type.item, names, inner, 0)}\n${indent})[]`;
      }
      return `${printType(type.item, names, indent, column, after + 2)}[]`;
    case "record": {
      const value = printType(type.value, names, inner, inner.length + 15, 1);
      return `{\n${inner}[key: string]:${spaced(value)};\n${indent}}`;
    }
    case "union":
      return breakUnion(type, names, indent, column, after);
    case "object":
      return `{\n${printMembers(type.members, names, inner)}${
        type.open ? `${inner}[key: string]: unknown;\n` : ""
      }${indent}}`;
    case "generic": {
      const of = typeof type.of === "string" ? type.of : names(type.of);
      const lines = type.arguments.map(
        (argument) =>
          inner + printType(argument, names, inner, inner.length, 1),
      );
      return `${of}<\n${lines.join(",\n")}\n${indent}>`;
    }
  }
}

type Union = Extract<TypeExpression, { kind: "union" }>;

/** An object or nothing hugs its braces; any other union begins on the next line. */
function breakUnion(
  union: Union,
  names: NameOf,
  indent: string,
  column: number,
  after: number,
): string {
  const [first, second] = union.members;
  if (
    union.members.length === 2 &&
    (first?.kind === "object" || first?.kind === "record") &&
    second?.kind === "text" &&
    second.text === "null"
  ) {
    return `${printType(first, names, indent, column, 8)} | null`;
  }
  return `\n${unionLines(union, names, `${indent}  `, after)}`;
}

/** All members on the line where they fit on one, else a line for each. */
function unionLines(
  union: Union,
  names: NameOf,
  indent: string,
  after: number,
): string {
  const flat = flatType(union, names);
  if (flat !== undefined && indent.length + flat.length + after <= lineWidth) {
    return indent + flat;
  }
  return union.members
    .map((member) => {
      const inner = `${indent}  `;
      return `${indent}| ${printType(member, names, inner, inner.length, 1)}`;
    })
    .join("\n");
}

/** What stands after a colon or an equals sign: on the same line, unless it begins with a line of its own. */
export function spaced(printed: string): string {
  return printed.startsWith("\n") ? printed : ` ${printed}`;
}

/** The properties of an object type or an interface, each on lines of its own, with their comments. */
export function printMembers(
  members: readonly Member[],
  names: NameOf,
  indent: string,
): string {
  let printed = "";
  for (const { name, doc, optional, readonly, type } of members) {
    const key = `${readonly ? "readonly " : ""}${propertyKey(name)}${optional ? "?" : ""}:`;
    const column = indent.length + key.length + 1;
    const value = printType(type, names, indent, column, 1);
    printed += `${docComment(doc, indent)}${indent}${key}${spaced(value)};\n`;
  }
  return printed;
}

function isCompound(type: TypeExpression): boolean {
  return type.kind === "union" || type.kind === "intersection";
}
