import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Programs of users: each hands the plugin to the types of its bundler. */
const programs = {
  rollup:
    'import type { Plugin } from "rollup"; import { kubewright } from "kubewright/rollup"; export const plugin: Plugin = kubewright({ from: ["builtin"] });',
  rolldown:
    'import type { Plugin } from "rolldown"; import { kubewright } from "kubewright/rolldown"; export const plugin: Plugin = kubewright({ build: "generate" });',
  webpack:
    'import type { Configuration } from "webpack"; import { kubewright } from "kubewright/webpack"; export const configuration: Configuration = { plugins: [kubewright()] };',
  esbuild:
    'import type { Plugin } from "esbuild"; import { kubewright } from "kubewright/esbuild"; export const plugin: Plugin = kubewright({ out: "src/k8s" });',
  ...Object.fromEntries(
    [5, 6, 7, 8].map((version) => [
      `vite-${version}`,
      'import { defineConfig } from "vite"; import { kubewright } from "kubewright/vite"; export const config = defineConfig({ plugins: [kubewright({ build: false })] });',
    ]),
  ),
};

export const typeCases = Object.entries(programs).map(([name, text]) => ({
  name: `${name} takes the plugin by its type`,
  run: (folder) => compiles(folder, name, text),
}));

async function compiles(folder, name, text) {
  const { default: ts } = await import("typescript");
  const project = join(folder, `types-${name}`);
  mkdirSync(project);
  const file = join(project, "main.ts");
  writeFileSync(file, text);
  writeFileSync(
    join(project, "wrong.ts"),
    text.replace(/kubewright\((.*?)\)/, 'kubewright({ form: "js" })'),
  );
  const problems = (path) => {
    const program = ts.createProgram([path], {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: ["node"],
      typeRoots: [join(folder, "node_modules/@types")],
      paths: {
        vite: [join(folder, "node_modules", name, "dist/node/index.d.ts")],
      },
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) =>
        ts.flattenDiagnosticMessageText(messageText, "\n"),
      );
  };
  assert.deepEqual(problems(file), []);
  assert.match(
    problems(join(project, "wrong.ts")).join("\n"),
    /'form' does not exist|"form"/,
  );
}
