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
      if (type.item.kind !== "union")
        return `${printType(type.item, names, indent, column, after + 2)}[]`;
      return isHugged(type.item)
        ? `(${breakUnion(type.item, names, indent, column + 1, after + 3)})[]`
        : `(\n${unionLines(type.item, names, inner, 0)}\n${indent})[]`;
    case "record":
      return breakRecord(type.value, names, indent);
    case "union":
      return breakUnion(type, names, indent, column, after);
    case "object":
      return `{\n${printMembers(type.members, names, inner)}${
        type.open ? `${inner}[key: string]: unknown;\n` : ""
      }${indent}}`;
    case "generic":
      return breakGeneric(type, names, indent);
  }
}

type Union = Extract<TypeExpression, { kind: "union" }>;

/** A name, an object, or nothing, stays where it is; any other union begins on the next line. */
function breakUnion(
  union: Union,
  names: NameOf,
  indent: string,
  column: number,
  after: number,
): string {
  const [first] = union.members;
  return first !== undefined && isHugged(union)
    ? `${printType(first, names, indent, column, after + 7)} | null`
    : `\n${unionLines(union, names, `${indent}  `, after)}`;
}

function isHugged({ members: [first, second, ...more] }: Union): boolean {
  return (
    first !== undefined &&
    huggedKinds.has(first.kind) &&
    second?.kind === "text" &&
    second.text === "null" &&
    more.length === 0
  );
}

const huggedKinds: ReadonlySet<TypeExpression["kind"]> = new Set([
  "generic",
  "object",
  "record",
  "reference",
]);

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
  const inner = `${indent}  `;
  return union.members
    .map((member, i) => {
      const end = i === union.members.length - 1 ? after : 0;
      return `${indent}| ${printType(member, names, inner, inner.length, end)}`;
    })
    .join("\n");
}

/** Where even the beginning of the values is too wide, the key is what breaks. */
function breakRecord(
  value: TypeExpression,
  names: NameOf,
  indent: string,
): string {
  const inner = `${indent}  `;
  const key = "[key: string]:";
  const fits =
    inner.length + key.length + 1 + widthToBreak(value, names, 1) <= lineWidth;
  if (fits) {
    const column = inner.length + key.length + 1;
    const printed = printType(value, names, inner, column, 1);
    return `{\n${inner}${key}${spaced(printed)};\n${indent}}`;
  }
  const printed = printType(value, names, inner, inner.length + 3, 1);
  return `{\n${inner}[\n${inner}  key: string\n${inner}]: ${printed};\n${indent}}`;
}

function breakGeneric(
  type: Generic,
  names: NameOf,
  indent: string,
): string | undefined {
  if (hasOneName(type)) return undefined;
  const inner = `${indent}  `;
  const lines = type.arguments.map((argument, i) => {
    const end = i === type.arguments.length - 1 ? 0 : 1;
    return argument.kind === "union" && !isHugged(argument)
      ? unionLines(argument, names, inner, end)
      : inner + printType(argument, names, inner, inner.length, end);
  });
  const of = typeof type.of === "string" ? type.of : names(type.of);
  return `${of}<\n${lines.join(",\n")}\n${indent}>`;
}

type Generic = Extract<TypeExpression, { kind: "generic" }>;

/** A single name is never put on a line of its own. */
function hasOneName({ arguments: [first, ...more] }: Generic): boolean {
  return first?.kind === "reference" && more.length === 0;
}

/** How wide a type is up to the first place where it can be broken; all of it, and what follows it, where it cannot. */
export function widthToBreak(
  type: TypeExpression,
  names: NameOf,
  after: number,
): number {
  switch (type.kind) {
    case "object":
    case "record":
      return 1;
    case "union":
      return isHugged(type) && type.members[0] !== undefined
        ? widthToBreak(type.members[0], names, after + 7)
        : 0;
    case "array":
      if (type.item.kind !== "union")
        return widthToBreak(type.item, names, after + 2);
      return 1 + widthToBreak(type.item, names, after + 3);
    case "generic":
      return hasOneName(type)
        ? flatWidth(type, names, after)
        : (typeof type.of === "string" ? type.of : names(type.of)).length + 1;
    case "intersection":
    case "reference":
    case "text":
      return flatWidth(type, names, after);
  }
}

function flatWidth(type: TypeExpression, names: NameOf, after: number): number {
  return (flatType(type, names) ?? "").length + after;
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
