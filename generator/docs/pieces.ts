import { text, type TypeExpression } from "../../templates/type-expression.js";
import type { Addresses } from "./addresses.js";
import { cut } from "./field-facts.js";
import type { Piece } from "./page-model.js";
import { beginning, bytesOf } from "./weights.js";

/**
 * A type on one line, with links to the types that have pages. Objects that are written out are `object`: their fields are told by
 * themselves.
 */
export function piecesOf(
  type: TypeExpression,
  addresses: Addresses,
): readonly Piece[] {
  return bounded(merged(spell(type, addresses)));
}

/** A union may have thousands of members: what is too long to be read is cut. */
function bounded(pieces: readonly Piece[]): readonly Piece[] {
  const shown = beginning(
    pieces.map((piece) => ({ ...piece, text: cut(piece.text, mostText) })),
    ({ text, to }) => bytesOf(text) + (to === undefined ? 0 : linkMarks),
    mostBytesOfType,
  );
  return shown.length === pieces.length ? shown : [...shown, { text: "…" }];
}

const mostText = 1_000;
const mostBytesOfType = 4_000;
const linkMarks = 100;

/** A type as it is read: what keeps unions open for the compiler's sake is left out, and a long list of values is what they are. */
export function readableType(type: TypeExpression): TypeExpression {
  switch (type.kind) {
    case "text":
      return text(openTypes.get(type.text) ?? type.text);
    case "array":
      return { ...type, item: readableType(type.item) };
    case "record":
      return { ...type, value: readableType(type.value) };
    case "union":
      return readableUnion(type.members.map(readableType));
    default:
      return type;
  }
}

function readableUnion(members: readonly TypeExpression[]): TypeExpression {
  const open = members.find(
    (member) =>
      member.kind === "text" && openTypes.has(`(${member.text} & {})`),
  );
  const literals = members.filter(
    (member) => member.kind === "text" && /^["'\d-]/.test(member.text),
  );
  if (open === undefined || literals.length === 0)
    return { kind: "union", members };
  // All of them stand below, each with what it means.
  const rest = members.filter(
    (member) => member !== open && !literals.includes(member),
  );
  return rest.length === 0 ? open : { kind: "union", members: [open, ...rest] };
}

const openTypes: ReadonlyMap<string, string> = new Map([
  ["(string & {})", "string"],
  ["(number & {})", "number"],
]);

function spell(type: TypeExpression, addresses: Addresses): readonly Piece[] {
  switch (type.kind) {
    case "text":
      return [{ text: type.text }];
    case "reference":
      return [named(type.to, addresses)];
    case "array":
      return [
        ...(type.readonly === true ? [{ text: "readonly " }] : []),
        ...(isCompound(type.item)
          ? [{ text: "(" }, ...spell(type.item, addresses), { text: ")" }]
          : spell(type.item, addresses)),
        { text: "[]" },
      ];
    case "record":
      return [
        { text: "{ [key: string]: " },
        ...spell(type.value, addresses),
        { text: " }" },
      ];
    case "union":
      return joined(type.members, " | ", addresses);
    case "intersection":
      return joined(type.members, " & ", addresses);
    case "object":
      return [
        {
          text:
            type.members.length === 0 ? "{ [key: string]: unknown }" : "object",
        },
      ];
    case "generic":
      return generic(type, addresses);
  }
}

function generic(
  { of, arguments: given }: Extract<TypeExpression, { kind: "generic" }>,
  addresses: Addresses,
): readonly Piece[] {
  const name = typeof of === "string" ? of : of.name;
  const [object] = given;
  // Which of its properties there may be is told among the facts.
  if ((name === "ExactlyOne" || name === "AtMostOne") && object !== undefined)
    return spell(object, addresses);
  return [
    typeof of === "string" ? { text: of } : named(of, addresses),
    { text: "<" },
    ...joined(given, ", ", addresses),
    { text: ">" },
  ];
}

function named(
  { from, name }: { readonly from: string; readonly name: string },
  addresses: Addresses,
): Piece {
  const directory = from.replace(/\/(?:types|apply)$/, "");
  const page =
    addresses.type(directory, name) ??
    // What is made from a type is told on its page.
    addresses.type(directory, name.replace(/^Persisted|Apply$/g, ""));
  return page === undefined ? { text: name } : { text: name, to: { page } };
}

function joined(
  types: readonly TypeExpression[],
  separator: string,
  addresses: Addresses,
): readonly Piece[] {
  return types.flatMap((type, i) => [
    ...(i === 0 ? [] : [{ text: separator }]),
    ...spell(type, addresses),
  ]);
}

function isCompound(type: TypeExpression): boolean {
  return type.kind === "union" || type.kind === "intersection";
}

/** Plain pieces that follow each other are one. */
function merged(pieces: readonly Piece[]): readonly Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (last !== undefined && last.to === undefined && piece.to === undefined)
      whole[whole.length - 1] = { text: last.text + piece.text };
    else whole.push(piece);
  }
  return whole;
}
