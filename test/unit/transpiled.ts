import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { root } from "./source-imports.js";

/**
 * The folder of TypeScript files as JavaScript, as they are now: made once, for all tests and all runs, until a file changes.
 *
 * @param name what the folder holds
 * @param files paths from the root of the project
 * @param module what imports become
 */
export function transpiled(
  name: string,
  files: readonly string[],
  module: ts.ModuleKind,
): string {
  const sources = files.map((file) => ({
    file,
    text: readFileSync(join(root, file), "utf8"),
  }));
  const hash = createHash("sha256").update(JSON.stringify(sources));
  const caches = join(root, `node_modules/.cache/kubewright-${name}`);
  const kind = `${hash.digest("hex").slice(0, 16)}-${module}`;
  const folder = join(caches, kind);
  if (existsSync(folder)) return folder;

  const building = `${folder}.${process.pid}`;
  for (const { file, text } of sources) {
    const path = join(building, file.replace(/\.ts$/, ".js"));
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        module,
        target: ts.ScriptTarget.ES2022,
        // Nothing that is not imported for its type alone is left out; CommonJS has no such imports.
        verbatimModuleSyntax: module === ts.ModuleKind.ESNext,
      },
    });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, outputText);
  }
  try {
    renameSync(building, folder);
  } catch {
    // Another process was quicker.
    rmSync(building, { recursive: true });
  }
  return folder;
}
