import ts from "typescript";
import { checkedText } from "../checked-text.mjs";

const parsed = new Map<string, ts.SourceFile>();
const ofPackage = /\/node_modules\/.*\.d\.[cm]?ts$/;

/**
 * A way to read source files that parses the declarations of packages once a process: those of TypeScript, Node.js and undici are most
 * of what a small program consists of. Everything else is read as often as it is asked for.
 */
export function parsedOnce(
  read: ts.CompilerHost["getSourceFile"],
): ts.CompilerHost["getSourceFile"] {
  return (name, target, onError, always) => {
    if (!ofPackage.test(name)) return read(name, target, onError, always);
    // The same text is another module to a program that resolves modules in another way.
    const key = JSON.stringify([name, target]);
    const known = parsed.get(key);
    if (known !== undefined) return known;
    const file = read(name, target, onError, always);
    if (file !== undefined) parsed.set(key, file);
    return file;
  };
}

/** A host of the disk to which generated files are as checked as any. */
export function checkingHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.readFile = (name) => {
    const text = read(name);
    return text === undefined ? undefined : checkedText(text);
  };
  return host;
}

/**
 * What the compiler says of some files of a program, and of its options. The others are there for their types: what is wrong in them
 * is for those to find who check them.
 *
 * @throws {Error} where a file is not of the program
 */
export function complaintsAbout(
  program: ts.Program,
  files: readonly string[],
): readonly ts.Diagnostic[] {
  return ts.sortAndDeduplicateDiagnostics(
    files.flatMap((path) => {
      const source = program.getSourceFile(path);
      if (source === undefined) throw new Error(`${path} is not there`);
      return ts.getPreEmitDiagnostics(program, source);
    }),
  );
}

/** What the compiler says of files on the disk, and of all that they import but packages. */
export function complaintsOf(
  files: readonly string[],
  options: ts.CompilerOptions,
): readonly ts.Diagnostic[] {
  const host = checkingHost(options);
  host.getSourceFile = parsedOnce(host.getSourceFile);
  const program = ts.createProgram(files, options, host);
  const own = program
    .getSourceFiles()
    .map(({ fileName }) => fileName)
    .filter((name) => !ofPackage.test(name));
  return complaintsAbout(program, own);
}
