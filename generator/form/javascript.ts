import ts from "typescript";
import type { OutputFile } from "../emit/emission.js";
import { declarationsOf } from "./declarations.js";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  sourceMap: true,
  inlineSources: true,
  newLine: ts.NewLineKind.LineFeed,
};

/**
 * Compiles a client to JavaScript: of each file a script, its declarations, and its source map, which holds the TypeScript.
 *
 * Nothing is type-checked: each file says the types of all that it exports.
 */
export function toJavaScript(
  files: readonly OutputFile[],
): readonly OutputFile[] {
  const sources = files.filter(({ path }) => path.endsWith(".ts"));
  const scripts = sources.map((source) => ({ source, ...scriptOf(source) }));
  const declarations = declarationsOf(
    scripts
      .filter(({ text }) => !isOfTypesAlone(text))
      .map(({ source }) => source),
  );
  return [
    ...scripts.flatMap(({ source: { path, text: source }, text, map }) => {
      const stem = path.slice(0, -".ts".length);
      return [
        { path: `${stem}.js`, text },
        { path: `${stem}.js.map`, text: `${map}\n` },
        {
          path: `${stem}.d.ts`,
          text: declared(source, declarations.get(path)),
        },
      ];
    }),
    ...files
      .filter(({ path }) => !path.endsWith(".ts"))
      .map((file) => (file.path === "README.md" ? withScripts(file) : file)),
  ];
}

/** Declarations, below the first lines of their source, which TypeScript leaves out. */
function declared(source: string, declarations: string | undefined): string {
  // Types declare themselves: their text can stand as it is.
  if (declarations === undefined) return source;
  return source.slice(0, source.indexOf("\n\n") + 2) + declarations;
}

function scriptOf({ path, text }: OutputFile): {
  readonly text: string;
  readonly map: string;
} {
  const fileName = path.slice(path.lastIndexOf("/") + 1);
  const { outputText, sourceMapText = "" } = ts.transpileModule(text, {
    fileName,
    compilerOptions: options,
  });
  return { text: outputText, map: sourceMapText };
}

function isOfTypesAlone(script: string): boolean {
  const code = script.replaceAll(/^\/[/*].*\n/gm, "");
  return /^export \{\};\n?(?:\/\/#.*)?$/.test(code.trim());
}

/** The files that a README names are scripts now. */
function withScripts(file: OutputFile): OutputFile {
  return {
    ...file,
    text: file.text.replaceAll(/(?<=[`/]\w+)\.ts(?=[`)])/g, ".js"),
  };
}
