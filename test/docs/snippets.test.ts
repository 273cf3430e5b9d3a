import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { referenceOf } from "../../generator/docs/reference.js";
import { generate } from "../../generator/pipeline.js";
import { openSource } from "../../generator/source/open.js";
import { writeOutput } from "../../generator/write.js";
import { realCapture } from "../unit/source-fixtures.js";
import { documentedFrom } from "./documented.js";
import { snippetModules } from "./snippets.js";

const root = join(import.meta.dirname, "../..");
const operators = realCapture("v1.37-operators");

test("every snippet of Kubernetes 1.37 compiles against its client", async () => {
  const complaints = await complaintsOn("builtin", 1_500, (folder) => {
    symlinkSync(join(root, "output"), join(folder, "k8s"));
  });
  expect(complaints).toEqual([]);
});

test.skipIf(operators === undefined)(
  "every snippet of a cluster with operators compiles against its client",
  async () => {
    const from = operators ?? "";
    const source = await openSource([from], {}, new Diagnostics());
    const generation = await generate(source, {
      form: {},
      diagnostics: new Diagnostics(),
    });
    const complaints = await complaintsOn(from, 3_000, (folder) => {
      writeOutput(join(folder, "k8s"), generation, new Diagnostics());
    });
    expect(complaints).toEqual([]);
  },
);

/** What the compiler has to say of the snippets of a source, of which there are at least so many, beside its client. */
async function complaintsOn(
  from: string,
  least: number,
  placeClient: (folder: string) => void,
): Promise<readonly string[]> {
  const reference = referenceOf(await documentedFrom(from));
  const modules = snippetModules(reference);
  expect(modules.size).toBeGreaterThan(least);
  const folder = mkdtempSync(join(tmpdir(), "kubewright-snippets-"));
  try {
    placeClient(folder);
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
    return ts.getPreEmitDiagnostics(program).map((problem) => {
      const file = problem.file?.fileName.slice(folder.length) ?? "";
      const text = ts.flattenDiagnosticMessageText(problem.messageText, "\n");
      return `${file}: ${text}`;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
