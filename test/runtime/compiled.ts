import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { filesUnder, root } from "../unit/source-imports.js";
import { transpiled } from "../unit/transpiled.js";
import { temporaryFolder } from "./servers.js";

/**
 * Writes the runtime as JavaScript into a folder of its own, as in a user's project, so that a process of its own can run it.
 * Gives the folder.
 */
export function compiledRuntime(
  type: "commonjs" | "module",
  { withPackages = true }: { readonly withPackages?: boolean } = {},
): string {
  const folder = temporaryFolder();
  const files = filesUnder(["templates/runtime"], () => true);
  const modules =
    type === "module" ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
  const built = transpiled("runtime", files, modules);
  cpSync(join(built, "templates/runtime"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
  if (withPackages)
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}
