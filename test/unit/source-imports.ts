import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

/** The project's root folder. */
export const root: string = join(import.meta.dirname, "../..");

/** One module that a source file names: in an import, a re-export, `import()` or an import type. */
export interface SourceImport {
  /** What the file says, with a relative path resolved: `generator/model/model.ts`, `undici`, `node:fs`. */
  readonly target: string;
  /** Nothing is left of it when types are erased. */
  readonly typeOnly: boolean;
  /** Runs when the module is loaded, as `import()` does not. */
  readonly static: boolean;
}

/** Every file of these folders, as paths from the root with `/`, in order; folders that do not exist have none. */
export function filesUnder(
  folders: readonly string[],
  isWanted: (file: string) => boolean,
): readonly string[] {
  return folders
    .flatMap((folder) => entriesOf(folder).map((name) => `${folder}/${name}`))
    .filter((file) => !/(^|\/)node_modules\//.test(file) && isWanted(file))
    .sort();
}

/** Parses a TypeScript file of the project. */
export function parseSource(file: string): ts.SourceFile {
  const text = readFileSync(join(root, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

/** What a file imports, in the order of its text. */
export function importsOf(file: string): readonly SourceImport[] {
  const found: SourceImport[] = [];
  const add = (
    specifier: ts.Node | undefined,
    typeOnly: boolean,
    isStatic: boolean,
  ): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const target = resolveSpecifier(file, specifier.text);
    found.push({ target, typeOnly, static: isStatic });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, isTypeImport(node.importClause), true);
    else if (ts.isExportDeclaration(node))
      add(node.moduleSpecifier, isTypeExport(node), true);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true, true);
    else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword
    )
      add(withoutAssertion(node.arguments[0]), false, false);
    ts.forEachChild(node, visit);
  };
  visit(parseSource(file));
  return found;
}

/** `"ws" as string` is how a package is loaded that may be missing. */
function withoutAssertion(
  node: ts.Expression | undefined,
): ts.Expression | undefined {
  return node !== undefined && ts.isAsExpression(node) ? node.expression : node;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true }).map((name) =>
      String(name).replaceAll("\\", "/"),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

function isTypeExport(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true;
  const clause = node.exportClause;
  return (
    clause !== undefined &&
    ts.isNamedExports(clause) &&
    clause.elements.every((element) => element.isTypeOnly)
  );
}

function resolveSpecifier(file: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return join(file, "..", specifier)
    .replaceAll("\\", "/")
    .replace(/\.js$/, ".ts");
}
