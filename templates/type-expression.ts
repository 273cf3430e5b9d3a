/** A TypeScript type before it is text: names are still references, lines are not broken yet. */
export type TypeExpression =
  /** Printed as it is, never broken: `string`, `"Always"`, `unknown`. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reference"; readonly to: Reference }
  | {
      readonly kind: "array";
      readonly item: TypeExpression;
      readonly readonly?: boolean;
    }
  /** An object with any keys. */
  | { readonly kind: "record"; readonly value: TypeExpression }
  /** At least two members. */
  | { readonly kind: "union"; readonly members: readonly TypeExpression[] }
  | {
      readonly kind: "intersection";
      readonly members: readonly TypeExpression[];
    }
  /** An object written out in place. */
  | {
      readonly kind: "object";
      readonly members: readonly Member[];
      /** Whether other keys may be there too. */
      readonly open: boolean;
    }
  | {
      readonly kind: "generic";
      readonly of: Reference | string;
      readonly arguments: readonly TypeExpression[];
    };

/** A name that another module may declare. */
export interface Reference {
  /** The module's path from the output's root, without its ending: `apps/v1/types`. */
  readonly from: string;
  readonly name: string;
}

/** A property of an interface or of an object type. */
export interface Member {
  readonly name: string;
  /** Text of its comment; empty for none. */
  readonly doc: string;
  readonly optional: boolean;
  readonly readonly: boolean;
  readonly type: TypeExpression;
}

/** What a reference is called in the module that is printed. */
export type NameOf = (reference: Reference) => string;

/** A type that is printed as it stands. */
export function text(text: string): TypeExpression {
  return { kind: "text", text };
}

/** A type by its name in its module. */
export function reference(from: string, name: string): TypeExpression {
  return { kind: "reference", to: { from, name } };
}

/** One of several types; the only one where there is one. */
export function union(members: readonly TypeExpression[]): TypeExpression {
  const [only] = members;
  return members.length === 1 && only !== undefined
    ? only
    : { kind: "union", members };
}

/** Calls back for every reference of a type, inner ones included. */
export function eachReference(
  type: TypeExpression,
  visit: (reference: Reference) => void,
): void {
  switch (type.kind) {
    case "text":
      return;
    case "reference":
      visit(type.to);
      return;
    case "array":
      eachReference(type.item, visit);
      return;
    case "record":
      eachReference(type.value, visit);
      return;
    case "union":
    case "intersection":
      for (const member of type.members) eachReference(member, visit);
      return;
    case "object":
      for (const member of type.members) eachReference(member.type, visit);
      return;
    case "generic":
      if (typeof type.of !== "string") visit(type.of);
      for (const argument of type.arguments) eachReference(argument, visit);
      return;
  }
}
