import { readdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import ts from "typescript";
import { failure, GenerationFailed, type Diagnostic } from "../diagnostics.js";
import { shortPath } from "./findings.js";

/** Files of a program that share a configuration, compiled. */
export interface CompiledProgram {
  readonly program: ts.Program;
  readonly files: readonly ts.SourceFile[];
}

const extensions = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;

/**
 * The files that patterns name, with `/` and absolute, sorted; folders of packages, and those whose name begins with a dot, are not looked into.
 *
 * @throws {GenerationFailed} `no-program-files`, where a pattern names none
 */
export function filesOf(patterns: readonly string[]): readonly string[] {
  const found = patterns.map((pattern) => {
    const plain = pattern.split(sep).join("/");
    const { base, isGlob } = picomatch.scan(plain);
    const matches = picomatch(resolve(plain).split(sep).join("/"));
    const all = isGlob ? filesBelow(resolve(base)) : [resolve(plain)];
    const files = all
      .map((file) => file.split(sep).join("/"))
      .filter((file) => extensions.test(file) && ts.sys.fileExists(file))
      .filter((file) => !isGlob || matches(file));
    if (files.length > 0) return files;
    throw failure({
      code: "no-program-files",
      message: `--used-by ${JSON.stringify(pattern)}: there is no such file of TypeScript or JavaScript`,
      hint: "paths are from the working directory; quote a pattern, so that the shell leaves it alone",
    });
  });
  return [...new Set(found.flat())].sort();
}

function filesBelow(folder: string): readonly string[] {
  if (!ts.sys.directoryExists(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/**
 * Compiles files, those of each configuration together: the nearest `tsconfig.json`, or the one that it refers to for a file.
 *
 * @param project a configuration for all of them
 * @throws {GenerationFailed} `bad-tsconfig`; `program-does-not-compile` with the first errors of the compiler
 */
export function compile(
  files: readonly string[],
  project: string | undefined,
): readonly CompiledProgram[] {
  const byConfig = new Map<string, string[]>();
  for (const file of files) {
    const config = project === undefined ? configOf(file) : resolve(project);
    byConfig.set(config, [...(byConfig.get(config) ?? []), file]);
  }
  const programs = [...byConfig].map(([config, own]) => {
    const program = ts.createProgram(own, optionsOf(config, own));
    const sources = own.flatMap((file) => program.getSourceFile(file) ?? []);
    return { program, files: sources };
  });
  refuseErrors(programs);
  return programs;
}

/** Empty where there is none. */
function configOf(file: string): string {
  const nearest = ts.findConfigFile(dirname(file), ts.sys.fileExists);
  if (nearest === undefined) return "";
  const { fileNames, projectReferences = [] } = parsed(nearest);
  if (projectReferences.length === 0 || fileNames.includes(file))
    return nearest;
  const others = projectReferences
    .map((reference) => ts.resolveProjectReferencePath(reference))
    .filter((path) => ts.sys.fileExists(path));
  return (
    others.find((path) => parsed(path).fileNames.includes(file)) ?? nearest
  );
}

/** Of options that this compiler does not know, as it is not the program's own. */
const unknownOptions: ReadonlySet<number> = new Set([5023, 6046]);
/** That a configuration names no files. */
const noInputs: ReadonlySet<number> = new Set([18002, 18003]);

function parsed(config: string): ts.ParsedCommandLine {
  const text = ts.readConfigFile(config, ts.sys.readFile);
  const result = ts.parseJsonConfigFileContent(
    text.config,
    ts.sys,
    dirname(config),
    undefined,
    config,
  );
  const errors = [text.error, ...result.errors].filter(
    (error) =>
      error !== undefined &&
      !unknownOptions.has(error.code) &&
      !noInputs.has(error.code),
  );
  const [first] = errors;
  if (first === undefined) return result;
  throw failure({
    code: "bad-tsconfig",
    message: ts.flattenDiagnosticMessageText(first.messageText, " "),
    hint: "name the program's configuration with --project",
    at: { document: shortPath(config) },
  });
}

function optionsOf(
  config: string,
  files: readonly string[],
): ts.CompilerOptions {
  const options: ts.CompilerOptions =
    config === ""
      ? {
          strict: true,
          module: ts.ModuleKind.NodeNext,
          target: ts.ScriptTarget.ES2022,
        }
      : parsed(config).options;
  return {
    // A target that this compiler does not know is newer than those that it knows.
    ...(options.target === undefined ? { target: ts.ScriptTarget.ESNext } : {}),
    ...options,
    ...(files.some((file) => /js/.test(file.slice(file.lastIndexOf("."))))
      ? { allowJs: true }
      : {}),
    noEmit: true,
    composite: false,
    incremental: false,
    skipLibCheck: true,
  };
}

/** How many errors of a program are told. */
const mostErrors = 5;

function refuseErrors(programs: readonly CompiledProgram[]): void {
  const errors = programs.flatMap(({ program, files }) => [
    ...program.getGlobalDiagnostics(),
    ...files.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ]);
  const told = errors.filter(
    ({ category }) => category === ts.DiagnosticCategory.Error,
  );
  if (told.length === 0) return;
  const rest = told.length - mostErrors;
  throw new GenerationFailed(
    told.slice(0, mostErrors).map((error, index) =>
      compilerError(error, {
        isLast: index === mostErrors - 1 || index === told.length - 1,
        rest,
      }),
    ),
  );
}

function compilerError(
  { messageText, code, file, start = 0 }: ts.Diagnostic,
  { isLast, rest }: { readonly isLast: boolean; readonly rest: number },
): Diagnostic {
  const at = file?.getLineAndCharacterOfPosition(start);
  const more = rest > 0 ? `, and ${String(rest)} more` : "";
  return {
    severity: "error",
    code: "program-does-not-compile",
    message: `TS${String(code)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    ...(isLast
      ? {
          hint: `the program has to compile as its tsconfig.json says${more}; name another with --project, or generate its client first`,
        }
      : {}),
    ...(file === undefined || at === undefined
      ? {}
      : {
          at: {
            document: shortPath(file.fileName),
            line: at.line + 1,
            column: at.character + 1,
          },
        }),
  };
}

/** Whether a file is below a folder of packages, or the compiler's own. */
export function isForeign(program: ts.Program, file: ts.SourceFile): boolean {
  return (
    program.isSourceFileDefaultLibrary(file) ||
    relative("", file.fileName).split(/[\\/]/).includes("node_modules")
  );
}
