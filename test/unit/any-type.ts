import type { MethodView } from "../../templates/resource-interface.js";
import {
  reference,
  text,
  union,
  type Member,
  type TypeExpression,
} from "../../templates/type-expression.js";
import type { Dice } from "./dice.js";

/** A name of a type, short or very long. */
export function anyName(dice: Dice): string {
  return `T${"Abcdefghi".repeat(dice.below(dice.chance(0.1) ? 12 : 4))}${String(dice.below(1000))}`;
}

/** A name of a property: mostly an identifier. */
export function anyWord(dice: Dice): string {
  const word = `p${"qrstuvw".repeat(dice.below(4))}${String(dice.below(1000))}`;
  return dice.chance(0.15)
    ? `${word}-${dice.pick(["a", "'", '"', "/"])}`
    : word;
}

/** A type as schemas give them, at most so deep. */
export function anyType(dice: Dice, depth: number): TypeExpression {
  const simple = (): TypeExpression =>
    dice.pick<() => TypeExpression>([
      () => text(dice.pick(["string", "number", "boolean", "unknown"])),
      () => reference("a/types", anyName(dice)),
    ])();
  if (depth === 0) return simple();
  return dice.pick<() => TypeExpression>([
    simple,
    () => ({ kind: "array", item: anyType(dice, depth - 1) }),
    () => ({ kind: "record", value: anyType(dice, depth - 1) }),
    () => ({
      kind: "object",
      members: anyMembers(dice, depth - 1),
      open: dice.chance(0.2),
    }),
    () => ({ kind: "object", members: [], open: true }),
    () =>
      union([
        enumValue(dice),
        ...dice.several(6, () => enumValue(dice)),
        text("(string & {})"),
      ]),
    () => orNull(anyType(dice, depth - 1)),
    () => listMap(dice),
    () => generic("Manifest", [reference("a/types", anyName(dice))]),
  ])();
}

/** The properties of an object. */
export function anyMembers(dice: Dice, depth: number): readonly Member[] {
  const members = dice.several(4, () => ({
    name: anyWord(dice),
    doc: dice.chance(0.3) ? "Said of it." : "",
    optional: dice.chance(0.7),
    readonly: false,
    type: anyType(dice, depth),
  }));
  return [...new Map(members.map((member) => [member.name, member])).values()];
}

/** Methods as resources have them. */
export function anyMethods(dice: Dice): readonly MethodView[] {
  return dice.several(4, () => ({
    name: dice.pick(["get", "list", "patch", "deleteCollection"]),
    doc: "Does it.",
    parameters: dice.several(3, (i) => ({
      name: ["name", "body", "options"][i] ?? "",
      optional: i === 2,
      type: parameter(dice),
    })),
    returns: generic("Promise", [
      dice.chance(0.5)
        ? reference("a/types", anyName(dice))
        : union([
            reference("a/types", anyName(dice)),
            reference("meta/v1/types", "Status"),
          ]),
    ]),
  }));
}

function parameter(dice: Dice): TypeExpression {
  return dice.pick<() => TypeExpression>([
    () => text("string"),
    () => reference("a/types", anyName(dice)),
    () => generic("ListOptions", [reference("a/types", anyName(dice))]),
    () => ({ kind: "array", item: text("JsonPatchOperation"), readonly: true }),
    () => ({
      kind: "intersection",
      members: [text("PatchOptions"), text('{ type: "json" }')],
    }),
  ])();
}

function listMap(dice: Dice): TypeExpression {
  const keys = dice.several(3, () => text(`"${anyName(dice)}"`));
  const item = generic("ListMapItem", [
    reference("a/apply", anyName(dice)),
    union(keys),
  ]);
  return { kind: "array", item };
}

function enumValue(dice: Dice): TypeExpression {
  return text(`"${anyName(dice)}"`);
}

function orNull(type: TypeExpression): TypeExpression {
  const members = type.kind === "union" ? type.members : [type];
  const others = members.filter((m) => m.kind !== "text" || m.text !== "null");
  return union([...others, text("null")]);
}

function generic(name: string, of: readonly TypeExpression[]): TypeExpression {
  return { kind: "generic", of: name, arguments: of };
}
