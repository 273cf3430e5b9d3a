import type { OutputFile } from "../emit/emission.js";
import {
  withImportExtensions,
  type ImportExtension,
} from "./import-extensions.js";
import { packageFile, type PackageName } from "./package-file.js";

/** In which form a client is written. The code is the same in all of them. */
export interface Form {
  /**
   * TypeScript, or JavaScript with declarations and source maps; TypeScript unless said otherwise. `openapi` is no client, but types for
   * openapi-fetch, in TypeScript, converted by openapi-typescript, which has to be installed.
   */
  readonly language?: "js" | "openapi" | "ts";
  /** How TypeScript files name each other; `js` unless said otherwise. JavaScript is always imported as `.js`. */
  readonly importExtension?: ImportExtension;
  /** Makes the folder a package of this name, in JavaScript. */
  readonly package?: PackageName;
}

/** The form that flags, or the keys of a configuration, ask for. */
export function formOf({
  emit,
  importExtension,
  package: named,
}: {
  readonly emit?: Form["language"] | undefined;
  readonly importExtension?: ImportExtension | undefined;
  readonly package?: PackageName | undefined;
}): Form {
  return {
    ...(emit && { language: emit }),
    ...(importExtension && { importExtension }),
    ...(named && { package: named }),
  };
}

/** Gives files their form. They are sorted by path. */
export async function shape(
  files: readonly OutputFile[],
  form: Form,
): Promise<readonly OutputFile[]> {
  const { importExtension = "js", package: named } = form;
  const language = named === undefined ? (form.language ?? "ts") : "js";
  if (language !== "js") return withImportExtensions(files, importExtension);

  // TypeScript takes longer to load than a client to generate.
  const { toJavaScript } = await import("./javascript.js");
  const compiled = toJavaScript(files);
  const shaped =
    named === undefined
      ? compiled
      : [...inPackage(compiled, named), packageFile(compiled, named)];
  return [...shaped].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The README of a package shows how the package is imported. */
function inPackage(
  files: readonly OutputFile[],
  { name }: PackageName,
): readonly OutputFile[] {
  return files.map((file) =>
    file.path === "README.md"
      ? {
          ...file,
          text: file.text.replace('from "./index.js"', () => `from "${name}"`),
        }
      : file,
  );
}
