import ts from "typescript";
import type { DeclaredMethod } from "./generated-client.js";
import type { Context, Pairing } from "./pairing.js";
import { requestUse } from "./request-use.js";

/** What calls go to whatever they are given: by the module of the runtime, and the name. */
const loose: ReadonlyMap<string, string> = new Map([
  ["runtime/root resource", "asks for a resource by its kind"],
  ["runtime/root request", "sends a request to a path"],
  ["runtime/root object", "works on an object by its kind"],
  ["manifests parseManifests", "reads objects from a manifest"],
  ["runtime/manifests parseManifests", "reads objects from a manifest"],
]);

/** Functions of the language that go over all fields of what they are given. */
const overAllFields: ReadonlySet<string> = new Set([
  "Object.assign",
  "Object.entries",
  "Object.keys",
  "Object.values",
]);

/** Takes down a call: the request that it sends, and what is given to parameters of a type of their own. */
export function visitCall(
  call: ts.CallExpression | ts.NewExpression,
  context: Context,
  pairing: Pairing,
): void {
  const { checker, clients, findings } = context;
  const declaration = checker.getResolvedSignature(call)?.declaration;
  const method = clients.methodAt(declaration);
  const at = ts.isPropertyAccessExpression(call.expression)
    ? call.expression.name
    : call.expression;
  if (method !== undefined) {
    const { options, selected } = optionsOf(call, context);
    findings.use(at, requestUse(method, options, selected));
    sayWhatIsInPatch(call, method, context);
    return;
  }
  const said = looseCall(declaration, context);
  if (said !== undefined) findings.unseen(at, said);
  sayAllFields(call, context);
  if (declaration === undefined || ts.isJSDocSignature(declaration)) return;
  // What a parameter is declared as says what the function may use of what it is given, where the type is inferred from that.
  for (const [index, given] of (call.arguments ?? []).entries()) {
    const parameter = declaration.parameters[index];
    if (parameter?.type === undefined || parameter.dotDotDotToken) continue;
    if (context.isForeign(declaration.getSourceFile())) continue;
    pairing.of(
      given,
      checker.getTypeAtLocation(given),
      checker.getTypeFromTypeNode(parameter.type),
    );
  }
}

/** The paths of a JSON patch are texts. */
function sayWhatIsInPatch(
  { arguments: given }: ts.CallExpression | ts.NewExpression,
  { patchType, request }: DeclaredMethod,
  { findings }: Context,
): void {
  const body = given?.[1];
  if (patchType === "json" && body !== undefined)
    findings.unseen(
      body,
      `patches ${request.resource} by paths of a JSON patch`,
    );
}

function looseCall(
  declaration: ts.SignatureDeclaration | ts.JSDocSignature | undefined,
  { clients }: Context,
): string | undefined {
  if (declaration === undefined) return undefined;
  const name = ts.getNameOfDeclaration(declaration)?.getText();
  const module = clients.runtimeModule(declaration);
  return loose.get(`${module ?? ""} ${name ?? ""}`);
}

function sayAllFields(
  call: ts.CallExpression | ts.NewExpression,
  { checker, clients, findings }: Context,
): void {
  if (!overAllFields.has(call.expression.getText())) return;
  for (const given of call.arguments ?? []) {
    const type = checker.getNonNullableType(checker.getTypeAtLocation(given));
    const field = clients.fieldOf(type.getProperties()[0]);
    if (field !== undefined)
      findings.unseen(
        given,
        `goes over all fields of ${field.schema.typeName}`,
      );
  }
}

/** The options of a call, and what its field selector names. */
function optionsOf(
  call: ts.CallExpression | ts.NewExpression,
  { checker }: Context,
): {
  readonly options: readonly string[];
  readonly selected: readonly string[];
} {
  const signature = checker.getResolvedSignature(call);
  const index =
    signature?.parameters.findIndex(({ name }) => name === "options") ?? -1;
  const given = call.arguments?.[index];
  if (given === undefined) return { options: [], selected: [] };
  const type = checker.getTypeAtLocation(given);
  const selector = checker.getPropertyOfType(type, "fieldSelector");
  const fields =
    selector === undefined
      ? []
      : checker
          .getNonNullableType(checker.getTypeOfSymbol(selector))
          .getProperties();
  return {
    options: type.getProperties().map(({ name }) => name),
    selected: fields.map(({ name }) => name),
  };
}
