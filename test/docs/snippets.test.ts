import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { referenceOf } from "../../generator/docs/reference.js";
import { documentedFrom } from "./documented.js";
import { snippetModules } from "./snippets.js";

const root = join(import.meta.dirname, "../..");

test("every snippet of Kubernetes 1.37 compiles against its client", async () => {
  const reference = referenceOf(await documentedFrom("builtin"));
  const modules = snippetModules(reference);
  expect(modules.size).toBeGreaterThan(1_500);
  const folder = mkdtempSync(join(tmpdir(), "kubewright-snippets-"));
  try {
    symlinkSync(join(root, "output"), join(folder, "k8s"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    for (const [name, text] of modules) writeFileSync(join(folder, name), text);
    const program = ts.createProgram(
      [...modules.keys()].map((name) => join(folder, name)),
      {
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        target: ts.ScriptTarget.ES2022,
        lib: ["lib.es2022.d.ts"],
        types: ["node"],
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: true,
        noEmit: true,
        preserveSymlinks: true,
      },
    );
    const problems = ts.getPreEmitDiagnostics(program).map((problem) => {
      const file = problem.file?.fileName.slice(folder.length) ?? "";
      const text = ts.flattenDiagnosticMessageText(problem.messageText, "\n");
      return `${file}: ${text}`;
    });
    expect(problems).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
