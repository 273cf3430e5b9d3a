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
import { filesUnder, root } from "../unit/source-imports.js";

let built: string | undefined;

/**
 * The folder of the generator as JavaScript, for tests that need a process of its own: it has `generator/cli.js`, and finds packages as
 * the project does. It is made from the sources as they are now.
 */
export function builtGenerator(): string {
  return (built ??= build());
}

function build(): string {
  const sources = filesUnder(["generator", "templates"], (file) =>
    file.endsWith(".ts"),
  ).map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
  const hash = createHash("sha256").update(JSON.stringify(sources));
  const caches = join(root, "node_modules/.cache/kubewright-built");
  const folder = join(caches, hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;

  const building = `${folder}.${process.pid}`;
  for (const { file, text } of sources) {
    const path = join(building, file.replace(/\.ts$/, ".js"));
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        verbatimModuleSyntax: true,
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
