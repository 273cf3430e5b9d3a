import ts from "typescript";
import type { OutputFile } from "../emit/emission.js";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"],
  types: [],
  strict: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  emitDeclarationOnly: true,
  noCheck: true,
  // What a file exports it declares by itself: no other file has to be read for it.
  noResolve: true,
  newLine: ts.NewLineKind.LineFeed,
};

/**
 * The declarations of each file, by its path.
 *
 * It takes a program, and its standard library: `transpileDeclaration` of TypeScript 5.9 has none, and declares methods such as
 * `[Symbol.asyncDispose]()` twice.
 */
export function declarationsOf(
  files: readonly OutputFile[],
): ReadonlyMap<string, string> {
  const root = "/client/";
  const texts = new Map(files.map(({ path, text }) => [root + path, text]));
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    getCurrentDirectory: () => root,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile(file, version, ...rest) {
      const text = texts.get(file);
      return text === undefined
        ? host.getSourceFile(file, version, ...rest)
        : ts.createSourceFile(file, text, version);
    },
  });
  const declared = new Map<string, string>();
  program.emit(undefined, (file, text) => {
    declared.set(`${file.slice(root.length, -".d.ts".length)}.ts`, text);
  });
  return declared;
}
