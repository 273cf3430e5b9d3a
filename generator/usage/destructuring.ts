import ts from "typescript";
import { fieldIn } from "../diff/field-path.js";
import { mention } from "./mention.js";
import type { Context } from "./pairing.js";

/** `const { spec: { paused }, ...rest } = deployment`: each name is a read. */
export function readBinding(
  pattern: ts.ObjectBindingPattern,
  context: Context,
): void {
  const { checker } = context;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(pattern));
  for (const element of pattern.elements) {
    if (element.dotDotDotToken !== undefined) continue;
    const name = textOf(element.propertyName ?? element.name);
    const symbol =
      name === undefined ? undefined : checker.getPropertyOfType(type, name);
    if (symbol === undefined || name === undefined) continue;
    mention(element.propertyName ?? element.name, symbol, context, {
      directions: ["reading"],
      shown: fieldIn(outerPath(pattern), name),
    });
  }
}

/** The names around a pattern: `spec` of what is in `{ spec: { … } }`. */
function outerPath(pattern: ts.BindingPattern): string {
  const { parent } = pattern;
  if (!ts.isBindingElement(parent) || !ts.isObjectBindingPattern(parent.parent))
    return "";
  const name = textOf(parent.propertyName ?? parent.name);
  return name === undefined ? "" : fieldIn(outerPath(parent.parent), name);
}

/** `({ paused } = spec)`: the same for variables that are there. */
export function readDestructuring(
  pattern: ts.ObjectLiteralExpression,
  type: ts.Type,
  context: Context,
  outer = "",
): void {
  const { checker } = context;
  for (const property of pattern.properties) {
    if (
      !ts.isPropertyAssignment(property) &&
      !ts.isShorthandPropertyAssignment(property)
    )
      continue;
    const name = textOf(property.name);
    const symbol =
      name === undefined
        ? undefined
        : checker.getPropertyOfType(checker.getNonNullableType(type), name);
    if (symbol === undefined || name === undefined) continue;
    const shown = fieldIn(outer, name);
    mention(property.name, symbol, context, {
      directions: ["reading"],
      shown,
    });
    if (
      ts.isPropertyAssignment(property) &&
      ts.isObjectLiteralExpression(property.initializer)
    )
      readDestructuring(
        property.initializer,
        checker.getTypeOfSymbol(symbol),
        context,
        shown,
      );
  }
}

function textOf(name: ts.Node): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name)
    ? name.text
    : undefined;
}
