import ts from "typescript";
import { fieldIn, itemsIn } from "../diff/field-path.js";
import type { Direction } from "../diff/rules/judgement.js";

/** How a program goes to a property: `a.b` or `a["b"]`. */
export type Access = ts.ElementAccessExpression | ts.PropertyAccessExpression;

/** Whether a node goes to a property. */
export function isAccess(node: ts.Node): node is Access {
  return (
    ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
  );
}

/** Methods of lists that change the list. */
const changing: ReadonlySet<string> = new Set([
  "copyWithin",
  "fill",
  "pop",
  "push",
  "reverse",
  "shift",
  "sort",
  "splice",
  "unshift",
]);

/** What is done with a property, by where it stands. What is written through is read as well. */
export function directionsOfAccess(access: Access): readonly Direction[] {
  const node = withoutWrappers(access);
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.EqualsToken) return ["writing"];
    if (
      kind >= ts.SyntaxKind.FirstAssignment &&
      kind <= ts.SyntaxKind.LastAssignment
    )
      return both;
  }
  if (ts.isDeleteExpression(parent)) return ["writing"];
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return counts.has(parent.operator) ? both : ["reading"];
  if (!isAccess(parent) || parent.expression !== node) return ["reading"];
  return isChange(parent) || directionsOfAccess(parent).includes("writing")
    ? both
    : ["reading"];
}

const both: readonly Direction[] = ["reading", "writing"];

const counts: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusPlusToken,
  ts.SyntaxKind.MinusMinusToken,
]);

function isChange(access: Access): boolean {
  return (
    ts.isPropertyAccessExpression(access) &&
    changing.has(access.name.text) &&
    ts.isCallExpression(access.parent) &&
    access.parent.expression === access
  );
}

/** The outermost of the parentheses and assertions around an expression. */
function withoutWrappers(node: ts.Expression): ts.Expression {
  const { parent } = node;
  return ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isSatisfiesExpression(parent)
    ? withoutWrappers(parent)
    : node;
}

/** What is assigned to a property; undefined where nothing is. */
export function valueAssignedTo(access: Access): ts.Expression | undefined {
  const node = withoutWrappers(access);
  const { parent } = node;
  return ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? parent.right
    : undefined;
}

/** The names by which a program comes to a property, as far back as `isField` holds of them: `spec.template.spec`. */
export function spelledPath(
  node: ts.Expression,
  isField: (access: Access) => boolean,
): string {
  if (
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node)
  )
    return spelledPath(node.expression, isField);
  if (!isAccess(node)) return "";
  const outer = spelledPath(node.expression, isField);
  const name = nameOf(node);
  if (name === undefined) return outer === "" ? "" : itemsIn(outer);
  return isField(node) ? fieldIn(outer, name) : "";
}

/** The name of a property where it is written there. */
function nameOf(access: Access): string | undefined {
  if (ts.isPropertyAccessExpression(access)) return access.name.text;
  const { argumentExpression: argument } = access;
  return ts.isStringLiteralLike(argument) ? argument.text : undefined;
}
