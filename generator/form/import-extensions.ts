import { lineWidth } from "../../templates/type.js";
import type { OutputFile } from "../emit/emission.js";

/** What the imports of TypeScript files end in. `ts` runs as it is on Node 22.18 and later; `none` is for bundlers alone. */
export type ImportExtension = "js" | "none" | "ts";

/** Has the files import each other with another extension than `.js`. They stay as prettier would have them. */
export function withImportExtensions(
  files: readonly OutputFile[],
  extension: ImportExtension,
): readonly OutputFile[] {
  if (extension === "js") return files;
  const ending = extension === "ts" ? ".ts" : "";
  return files.map((file) => {
    if (!file.path.endsWith(".ts")) return file;
    const text = file.text.replaceAll(
      relativeImport,
      (_, before: string, path: string) =>
        `${before}"${path.replace(isIndex, ending === "" ? "" : "$&")}${ending}"`,
    );
    return { ...file, text: ending === "" ? joined(text) : text };
  });
}

/** At the start of a line that is in no comment: `import … from`, `export … from`, `} from`, or an `import()` anywhere in it. */
const relativeImport =
  /^((?:(?:import|export|\}) [^"'`\n]*?from |(?! *(?:\*|\/\/)).*?\bimport\())"(\.{1,2}\/[^"\n]+)\.js"/gm;

/** A folder is imported by its own name. */
const isIndex = /\/index$/;

/** Puts a list of names on one line where it fits now: shorter paths leave room. */
function joined(text: string): string {
  return text.replaceAll(
    /^((?:import|export)(?: type)? \{)\n((?: {2}[^\n]*,\n)+)(\} from "[^"\n]+";)$/gm,
    (whole, head: string, names: string, tail: string) => {
      const list = names
        .trim()
        .replaceAll(/,\n {2}/g, ", ")
        .replace(/,$/, "");
      const line = `${head} ${list} ${tail}`;
      return line.length <= lineWidth ? line : whole;
    },
  );
}
