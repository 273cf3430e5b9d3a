import ts from "typescript";
import {
  directionsOfAccess,
  isAccess,
  spelledPath,
  valueAssignedTo,
  type Access,
} from "./access.js";
import { readBinding, readDestructuring } from "./destructuring.js";
import { mention } from "./mention.js";
import { valuesOf, Pairing, type Context } from "./pairing.js";
import { visitCall } from "./calls.js";

/** Finds what a file does with what a client was generated for. */
export function walk(file: ts.SourceFile, context: Context): void {
  const pairing = new Pairing(context);
  const visit = (node: ts.Node): void => {
    if (isAccess(node)) visitAccess(node, context);
    else if (ts.isObjectBindingPattern(node)) readBinding(node, context);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node))
      visitCall(node, context, pairing);
    else if (ts.isForInStatement(node)) visitKeys(node, context);
    else if (ts.isSpreadAssignment(node)) visitSpread(node, context);
    else if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isObjectLiteralExpression(node.left)
    )
      readDestructuring(
        node.left,
        context.checker.getTypeAtLocation(node.right),
        context,
      );
    if (ts.isExpression(node) && isGiven(node)) {
      const expected = context.checker.getContextualType(node);
      if (expected !== undefined)
        pairing.of(node, context.checker.getTypeAtLocation(node), expected);
    }
    // Types are nothing that runs.
    if (!ts.isTypeNode(node) || ts.isExpressionWithTypeArguments(node))
      ts.forEachChild(node, visit);
  };
  visit(file);
}

/** Whether an expression is given to something that has a type of its own. */
function isGiven(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return parent.arguments?.includes(node) ?? false;
  if (ts.isBinaryExpression(parent))
    return (
      parent.right === node &&
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    );
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (ts.isArrayLiteralExpression(parent))
    return ts.isObjectLiteralExpression(node);
  if (
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isPropertyDeclaration(parent)
  )
    return parent.initializer === node && parent.type !== undefined;
  return (
    ts.isReturnStatement(parent) ||
    ts.isYieldExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    ts.isSatisfiesExpression(parent)
  );
}

function visitAccess(node: Access, context: Context): void {
  const { checker, clients, findings } = context;
  for (const symbol of symbolsOf(node, context)) {
    const shown = spelledPath(
      node,
      (access) => clients.fieldOf(symbolsOf(access, context)[0]) !== undefined,
    );
    const assigned = valueAssignedTo(node);
    mention(nameNode(node), symbol, context, {
      directions: directionsOfAccess(node),
      shown: shown === "" ? symbol.name : shown,
      values:
        assigned === undefined
          ? undefined
          : valuesOf(checker.getTypeAtLocation(assigned)),
      isCalled:
        ts.isCallExpression(node.parent) && node.parent.expression === node,
    });
  }
  if (ts.isPropertyAccessExpression(node)) return;
  const name = schemaName(node.expression, context);
  const key = checker.getTypeAtLocation(node.argumentExpression);
  const isNamed = valuesOf(key) !== undefined;
  if (name !== undefined && !isNamed)
    findings.unseen(
      node.argumentExpression,
      `goes to a field of ${name} whose name is not known`,
    );
}

function nameNode(node: Access): ts.Node {
  return ts.isPropertyAccessExpression(node)
    ? node.name
    : node.argumentExpression;
}

/** The properties that are gone to: several where a key may be one of several. */
function symbolsOf(node: Access, { checker }: Context): readonly ts.Symbol[] {
  if (ts.isPropertyAccessExpression(node)) {
    const symbol = checker.getSymbolAtLocation(node.name);
    return symbol === undefined ? [] : [symbol];
  }
  const keys = valuesOf(checker.getTypeAtLocation(node.argumentExpression));
  const type = checker.getNonNullableType(
    checker.getTypeAtLocation(node.expression),
  );
  return (keys ?? []).flatMap(
    (key) => checker.getPropertyOfType(type, String(key)) ?? [],
  );
}

/** What a client calls the schema of an expression that has fields of one; undefined where it has none. */
function schemaName(
  expression: ts.Expression,
  { checker, clients }: Context,
): string | undefined {
  const type = checker.getNonNullableType(
    checker.getTypeAtLocation(expression),
  );
  // A map's keys are anybody's.
  if (checker.isArrayLikeType(type)) return undefined;
  return clients.fieldOf(type.getProperties()[0])?.schema.typeName;
}

function visitKeys({ expression }: ts.ForInStatement, context: Context): void {
  const name = schemaName(expression, context);
  if (name !== undefined)
    context.findings.unseen(expression, `goes over all fields of ${name}`);
}

function visitSpread(
  { expression, parent }: ts.SpreadAssignment,
  { checker, clients, findings }: Context,
): void {
  const { flags } = checker.getTypeAtLocation(expression);
  if ((flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) === 0) return;
  const expected = checker.getContextualType(parent);
  const [field] = (expected?.getProperties() ?? []).flatMap(
    (one) => clients.fieldOf(one) ?? [],
  );
  if (field !== undefined)
    findings.unseen(
      expression,
      `spreads any value into a ${field.schema.typeName}`,
    );
}
