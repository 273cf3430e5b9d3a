import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

import * as prettier from "prettier";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { complaintsOf } from "../unit/compilation.js";
import { kubewright } from "./command-line.js";

// Compilers and prettier read a whole client here, a dozen times.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const root = join(import.meta.dirname, "../..");

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A project of a user's, which has what a client needs. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-form-"));
  folders.push(folder);
  writeFiles(folder, { "package.json": '{ "type": "module" }' });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

async function generateIn(
  folder: string,
  ...flags: readonly string[]
): Promise<string> {
  const out = join(folder, "k8s");
  const from = ["--from", "builtin", "--include", "apps"];
  const { code, stderr } = await kubewright([
    ...["generate", ...from, "--out", out],
    ...flags,
  ]);
  expect([code, stderr], stderr).toEqual([0, expect.stringContaining("wrote")]);
  return out;
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.\w+$/.test(file) && !/\.(io|com)$/.test(file))
    .map((file) => file.replaceAll("\\", "/"))
    .sort();

/** What the compiler says of programs that import the client, and of the client. */
function problemsOf(
  folder: string,
  programs: { readonly [file: string]: string },
  options: ts.CompilerOptions,
): readonly string[] {
  writeFiles(folder, programs);
  const files = Object.keys(programs).map((file) => join(folder, file));
  const complaints = complaintsOf(files, {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    noEmit: true,
    ...options,
  });
  return complaints.map(({ file, messageText }) =>
    [
      basename(file?.fileName ?? ""),
      ts.flattenDiagnosticMessageText(messageText, "\n"),
    ].join(": "),
  );
}

const nodeNext: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};
const bundler: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

const use = (entry: string, paths: string): string => `
import { connect, isNotFound } from "${entry}";
import { deploymentPath } from "${paths}";
export const path: "/apis/apps/v1/namespaces/a/deployments/b" | \`/apis/\${string}\` = deploymentPath("a", "b");
export async function replicas(): Promise<number | undefined> {
  const k8s = await connect();
  try {
    return (await k8s.apps.v1.deployments("a").get("b")).spec.replicas;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
`;

describe.each([
  ["ts", { ...nodeNext, allowImportingTsExtensions: true }, ".ts"],
  ["none", bundler, ""],
] as const)("--import-extension %s", (extension, options, ending) => {
  let folder: string;
  let out: string;
  beforeAll(async () => {
    folder = project();
    out = await generateIn(folder, "--import-extension", extension);
  });

  test("has no import of a .js file", () => {
    for (const file of filesOf(out).filter((name) => name.endsWith(".ts"))) {
      const text = readFileSync(join(out, file), "utf8");
      const info = ts.preProcessFile(text, true, true);
      for (const { fileName } of info.importedFiles) {
        if (!fileName.startsWith(".")) continue;
        expect(fileName, file).not.toMatch(/\.js$/);
        expect(fileName.endsWith(".ts"), file).toBe(extension === "ts");
      }
    }
  });

  test("compiles", () => {
    const index = ending === "" ? "" : `/index${ending}`;
    const program = use(`./k8s${index}`, `./k8s/apps/v1/paths${ending}`);
    expect(problemsOf(folder, { "program.ts": program }, options)).toEqual([]);
  });
});

test("without an extension, lines are as prettier would have them", async () => {
  const out = await generateIn(project(), "--import-extension", "none");
  for (const file of filesOf(out).filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(join(out, file), "utf8");
    const formatted = await prettier.check(text, { parser: "typescript" });
    expect(formatted, file).toBe(true);
  }
});

describe("--emit js", () => {
  let folder: string;
  let out: string;
  beforeAll(async () => {
    folder = project();
    out = await generateIn(folder, "--emit", "js");
  });

  test("has a script, a map and declarations of each module, and no TypeScript", () => {
    const files = filesOf(out);
    const scripts = files.filter((file) => file.endsWith(".js"));
    expect(scripts).toContain("apps/v1/client.js");
    expect(files).toEqual(
      [
        ...scripts.flatMap((script) => [
          script,
          `${script}.map`,
          script.replace(/\.js$/, ".d.ts"),
        ]),
        "README.md",
        "manifest.json",
      ].sort(),
    );
  });

  test.each([
    ["node16 and later", nodeNext],
    ["bundlers", bundler],
  ])("is typed for %s, in each of its declarations", (_, options) => {
    const program = use("./k8s/index.js", "./k8s/apps/v1/paths.js");
    const all = filesOf(out)
      .filter((file) => file.endsWith(".js"))
      .map((file, n) => `import type * as module${n} from "./k8s/${file}";`);
    const programs = {
      "right.ts": program,
      // Types that are not found would be any, and take everything.
      "wrong.ts": program.replace("spec.replicas", "spec.replicaCount"),
      // Whatever is declared is what TypeScript itself would have declared.
      "every-module.ts": all.join("\n"),
    };
    expect(problemsOf(folder, programs, options)).toEqual([
      expect.stringMatching(/^wrong\.ts: .*replicaCount/),
    ]);
  });

  test("runs, with the lines of the TypeScript in its traces", () => {
    writeFiles(folder, {
      "run.mjs": `
import { connect } from "./k8s/index.js";
const k8s = await connect({ server: "http://127.0.0.1:1", token: "t" });
try {
  await k8s.apps.v1.deployments("a").get("");
} catch (error) {
  console.log(error.stack);
}
await k8s.close();
`,
    });
    const printed = execFileSync(
      process.execPath,
      ["--enable-source-maps", join(folder, "run.mjs")],
      { encoding: "utf8" },
    );
    expect(printed).toMatch(/\.ts:\d+:\d+/);
    expect(printed).not.toMatch(/runtime\/\w[\w-]*\.js:/);
  });
});

describe("--package", () => {
  let folder: string;
  let out: string;
  beforeAll(async () => {
    folder = project();
    out = await generateIn(folder, "--package", "@acme/k8s@1.4.0");
  });

  test("makes a package of its name, its version and its entries", async () => {
    const text = readFileSync(join(out, "package.json"), "utf8");
    const { exports, ...rest } = JSON.parse(text) as {
      exports: Record<string, { types: string; default: string }>;
    };
    expect(rest).toMatchObject({
      name: "@acme/k8s",
      version: "1.4.0",
      type: "module",
      sideEffects: false,
    });
    expect(Object.keys(exports)).toEqual(
      expect.arrayContaining([".", "./manifests", "./apps/v1"]),
    );
    for (const [entry, target] of Object.entries(exports)) {
      if (entry === "./*" || entry === "./package.json") continue;
      expect(existsSync(join(out, target.types)), entry).toBe(true);
      const module = pathToFileURL(join(out, target.default)).href;
      await expect(import(module), entry).resolves.toBeDefined();
    }
  });

  test("is imported by its name", () => {
    const packages = temporaryFolder();
    writeFiles(packages, { "package.json": '{ "type": "module" }' });
    mkdirSync(join(packages, "node_modules/@acme"), { recursive: true });
    symlinkSync(out, join(packages, "node_modules/@acme/k8s"));
    const program = use("@acme/k8s", "@acme/k8s/apps/v1/paths");
    const programs = { "program.ts": program };
    for (const options of [nodeNext, bundler]) {
      expect(problemsOf(packages, programs, options)).toEqual([]);
    }
    const readme = readFileSync(join(out, "README.md"), "utf8");
    expect(readme).toContain('from "@acme/k8s"');
    expect(readme).not.toMatch(/client\.ts|index\.ts/);
  });

  test("is generated again where it is", async () => {
    const args = ["--from", "builtin", "--include", "apps"];
    const { code, stderr } = await kubewright([
      ...["generate", ...args, "--out", out],
      ...["--package", "@acme/k8s@1.4.0"],
    ]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("up to date")]);
  });
});

describe("a form that there is not", () => {
  test.each([
    ["--emit", "cjs"],
    ["--import-extension", "mjs"],
    ["--package", "Acme/k8s"],
    ["--package", "@acme/k8s@latest"],
    ["--emit", "js", "--import-extension", "ts"],
    ["--emit", "ts", "--package", "k8s"],
    ["--import-extension", "none", "--package", "k8s"],
  ])("%s %s %s %s is wrong usage", async (...flags) => {
    const out = join(temporaryFolder(), "k8s");
    const { code, stderr } = await kubewright([
      ...["generate", "--from", "builtin", "--out", out],
      ...flags.filter((flag) => flag !== undefined),
    ]);
    expect([code, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toContain("error: option");
  });
});
