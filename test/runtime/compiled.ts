import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { temporaryFolder } from "./servers.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Writes the runtime as JavaScript into a folder of its own, as in a user's project, so that a process of its own can run it.
 * Gives the folder.
 */
export function compiledRuntime(
  type: "commonjs" | "module",
  { withPackages = true }: { readonly withPackages?: boolean } = {},
): string {
  const folder = temporaryFolder();
  const runtime = join(root, "templates/runtime");
  for (const file of readdirSync(runtime)) {
    const { outputText } = ts.transpileModule(
      readFileSync(join(runtime, file), "utf8"),
      {
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module:
            type === "module" ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
        },
      },
    );
    writeFileSync(join(folder, file.replace(/\.ts$/, ".js")), outputText);
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
  if (withPackages)
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}
