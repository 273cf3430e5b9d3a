import type ts from "typescript";
import type { Direction } from "../diff/rules/judgement.js";
import type { Context } from "./pairing.js";
import { requestUse } from "./request-use.js";

/** How a property is mentioned. */
export interface Mention {
  readonly directions: readonly Direction[];
  readonly shown: string;
  readonly values?: readonly unknown[] | undefined;
  /** Whether it is called there: of a call it is known with what. */
  readonly isCalled?: boolean;
}

/** Takes down what a property is that a program mentions: fields, of which a union has several, and methods. */
export function mention(
  node: ts.Node,
  symbol: ts.Symbol,
  { clients, findings }: Context,
  { directions, shown, values, isCalled = false }: Mention,
): void {
  for (const field of clients.fieldsOf(symbol))
    for (const direction of directions)
      findings.use(node, {
        kind: "field",
        schema: field.schema,
        path: field.path,
        direction,
        shown,
        ...(direction === "writing" ? { values } : {}),
      });
  if (isCalled) return;
  for (const declaration of symbol.declarations ?? []) {
    const method = clients.methodAt(declaration);
    if (method !== undefined) findings.use(node, requestUse(method));
  }
}
