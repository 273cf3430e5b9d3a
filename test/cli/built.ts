import ts from "typescript";
import { filesUnder } from "../unit/source-imports.js";
import { transpiled } from "../unit/transpiled.js";

let built: string | undefined;

/**
 * The folder of the generator as JavaScript, for tests that need a process of its own: it has `generator/cli.js`, and finds packages as
 * the project does. It is made from the sources as they are now.
 */
export function builtGenerator(): string {
  return (built ??= transpiled(
    "built",
    filesUnder(["generator", "templates"], (file) => file.endsWith(".ts")),
    ts.ModuleKind.ESNext,
  ));
}
