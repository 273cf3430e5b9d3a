import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { checkedText } from "../checked-text.mjs";
import { root } from "../unit/source-imports.js";

/**
 * Type-checks the files of many clients as one program, and gives the complaints: `path:line: text`.
 *
 * All of them have the runtime of `output`, which is checked elsewhere. What lies on the disk is parsed once for all programs.
 */
export function typeErrors(
  files: ReadonlyMap<string, string>,
): readonly string[] {
  const program = ts.createProgram([...files.keys()], options, hostOf(files));
  return [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(spell);
  });
}

const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(
    {
      ...(ts.readConfigFile(join(root, "tsconfig.build.json"), (name) =>
        ts.sys.readFile(name),
      ).config as object),
      include: [],
      files: [],
    },
    ts.sys,
    root,
  ).options,
  rootDirs: [],
  noEmit: true,
};

const disk = ts.createCompilerHost(options);
const parsed = new Map<string, ts.SourceFile | undefined>();
const cache = ts.createModuleResolutionCache(root, (name) => name, options);

function hostOf(files: ReadonlyMap<string, string>): ts.CompilerHost {
  const folders = new Set([...files.keys()].flatMap(foldersOf));
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => files.has(name) || disk.fileExists(name),
    readFile: (name) => files.get(name) ?? disk.readFile(name),
    directoryExists: (name) =>
      folders.has(name) || (disk.directoryExists?.(name) ?? true),
    getSourceFile(name, target, ...rest) {
      const text = files.get(name);
      if (text !== undefined)
        return ts.createSourceFile(name, checkedText(text), target, true);
      if (!parsed.has(name))
        parsed.set(name, disk.getSourceFile(name, target, ...rest));
      return parsed.get(name);
    },
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => ({
        resolvedModule: text.startsWith(".")
          ? own(text, from, files)
          : ts.resolveModuleName(text, from, options, disk, cache)
              .resolvedModule,
      })),
  };
  return host;
}

/** What a relative import leads to: a file of the same client, or of the runtime. */
function own(
  specifier: string,
  from: string,
  files: ReadonlyMap<string, string>,
): ts.ResolvedModuleFull | undefined {
  const path = resolve(dirname(from), specifier).replace(/\.js$/, ".ts");
  const module = /^(?:\.\.?\/)+runtime\/([\w-]+)\.js$/.exec(specifier)?.[1];
  const found = files.has(path)
    ? path
    : module === undefined
      ? path
      : join(root, "output/runtime", `${module}.ts`);
  return files.has(found) || disk.fileExists(found)
    ? { resolvedFileName: found, extension: ts.Extension.Ts }
    : undefined;
}

function foldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersOf(folder)];
}

function spell({ file, start, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined || start === undefined) return text;
  const { line } = file.getLineAndCharacterOfPosition(start);
  const shown = file.text.split("\n")[line] ?? "";
  return `${relative(root, file.fileName)}:${String(line + 1)}: ${text}\n    ${shown.slice(0, 200)}`;
}
