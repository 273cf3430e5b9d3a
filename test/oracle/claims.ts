import { join } from "node:path";

import ts from "typescript";

import { checkedText } from "../checked-text.mjs";
import { parsedOnce } from "../unit/compilation.js";
import { root } from "../unit/source-imports.js";

/** Something that types are said to be: `type` is `true` where it holds. */
export interface Claim {
  readonly name: string;
  /** A type: `Same<core_v1.Pod, Theirs["io.k8s.api.core.v1.Pod"]>`. */
  readonly type: string;
}

/**
 * Types that claims may use, beside what they import.
 *
 * `Same` holds where the compiler takes two types for identical, not only for assignable to each other: a property that is
 * optional in one and missing from the other leaves both assignable. `At` is a type with one of its properties alone, or with
 * none where it has no such property.
 */
const vocabulary = `
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Fits<A, B> = [A] extends [B] ? true : false;
type At<T, K> = { [P in keyof T as P extends K ? P : never]: T[P] };
type Holds<T extends true> = T;
`;

/**
 * Compiles modules, and claims about the types in them, as one program.
 *
 * @param files the text of modules by their paths, which begin with `/`
 * @param imports what the claims import, from `/`
 * @returns the claims that do not hold
 * @throws {Error} where the modules or the claims do not compile
 */
export function falseClaims(
  files: ReadonlyMap<string, string>,
  imports: readonly string[],
  claims: readonly Claim[],
): readonly Claim[] {
  const head = [...imports, vocabulary].join("\n");
  const text = `${head}\n${claims.map(({ type }, i) => `export type C${i} = Holds<${type}>;`).join("\n")}\n`;
  const program = createProgram(new Map([...files, [claimsFile, text]]));
  const firstLine = head.split("\n").length;

  const found = new Set<Claim>();
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const { file, start, code, messageText } = diagnostic;
    const line =
      file?.fileName === claimsFile
        ? file.getLineAndCharacterOfPosition(start ?? 0).line
        : 0;
    const claim = claims[line - firstLine];
    if (claim === undefined || code !== constraintNotMet) {
      throw new Error(
        `${claim?.name ?? file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
      );
    }
    found.add(claim);
  }
  return [...found];
}

const claimsFile = "/claims.ts";

/** "Type 'false' does not satisfy the constraint 'true'." */
const constraintNotMet = 2344;

function createProgram(files: ReadonlyMap<string, string>): ts.Program {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    // The runtime that apply types import from names what Node declares.
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
  };
  const { directoryExists: _, ...disk } = ts.createCompilerHost(options);
  const readDisk = parsedOnce(disk.getSourceFile);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, languageVersion) => {
      const text = files.get(path);
      return text === undefined
        ? readDisk(path, languageVersion)
        : parse(path, text, languageVersion);
    },
  };
  return ts.createProgram([claimsFile], options, host);
}

const parsed = new Map<string, ts.SourceFile>();

/** One program after the other makes claims about the same modules. */
function parse(
  path: string,
  text: string,
  languageVersion: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile {
  const last = parsed.get(path);
  if (last?.text === checkedText(text)) return last;
  const source = ts.createSourceFile(path, checkedText(text), languageVersion);
  parsed.set(path, source);
  return source;
}
