import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { checkedText } from "../checked-text.mjs";
import { checkingHost, complaintsAbout, parsedOnce } from "./compilation.js";
import { root } from "./source-imports.js";

/** Text of files that are nowhere on the disk, by absolute path. */
export type VirtualFiles = ReadonlyMap<string, string>;

/**
 * Type-checks files as one program, under the flags of the project unless told others; gives the complaints about these files, one a
 * line. What they import from the disk is compiled by `npm run build`.
 *
 * A client that lies without its runtime gets that of `output`.
 *
 * @param files absolute paths, of the disk or of `virtual`
 */
export function typeCheck(
  files: readonly string[],
  virtual: VirtualFiles = new Map(),
  flags: ts.CompilerOptions = {},
): readonly string[] {
  const options = { ...compilerOptions(), ...flags };
  const host = compilerHost(options, virtual);
  const program = ts.createProgram([...files], options, host);
  return complaintsAbout(program, files).map(spell);
}

function compilerOptions(): ts.CompilerOptions {
  const path = join(root, "tsconfig.build.json");
  const { config } = ts.readConfigFile(path, (name) => ts.sys.readFile(name));
  const { options } = ts.parseJsonConfigFileContent(
    { ...(config as object), include: [], files: [] },
    ts.sys,
    root,
  );
  // What a module imports has to be in its own client.
  const { rootDirs: _, ...rest } = options;
  return { ...rest, noEmit: true };
}

function compilerHost(
  options: ts.CompilerOptions,
  virtual: VirtualFiles,
): ts.CompilerHost {
  const folders = new Set([...virtual.keys()].flatMap(foldersOf));
  const disk = checkingHost(options);
  const readDisk = parsedOnce(disk.getSourceFile);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => virtual.has(name) || disk.fileExists(name),
    readFile: (name) => virtual.get(name) ?? disk.readFile(name),
    directoryExists: (name) =>
      folders.has(name) || (disk.directoryExists?.(name) ?? true),
    getSourceFile: (name, target, ...rest) => {
      const text = virtual.get(name);
      return text === undefined
        ? readDisk(name, target, ...rest)
        : ts.createSourceFile(name, checkedText(text), target, true);
    },
    resolveModuleNameLiterals: (literals, from, redirected, _options, file) =>
      literals.map((literal) =>
        ts.resolveModuleName(
          withRuntime(literal.text, from),
          from,
          options,
          host,
          cache,
          redirected,
          ts.getModeForUsageLocation(file, literal, options),
        ),
      ),
  };
  const cache = ts.createModuleResolutionCache(root, (name) => name, options);
  return host;
}

function withRuntime(specifier: string, from: string): string {
  const module = /^(?:\.\.?\/)+runtime\/([\w-]+\.js)$/.exec(specifier)?.[1];
  if (module === undefined) return specifier;
  const own = resolve(dirname(from), specifier).replace(/\.js$/, ".ts");
  return ts.sys.fileExists(own)
    ? specifier
    : join(root, "output/runtime", module);
}

function foldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersOf(folder)];
}

function spell({ file, start, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined || start === undefined) return text;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${relative(root, file.fileName)}:${line + 1}: ${text}`;
}
