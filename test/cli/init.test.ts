import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { outputsOf, workIn } from "../unit/config-files.js";
import { builtGenerator } from "./built.js";
import { kubewright } from "./command-line.js";

// Programs are started here, and may be built first.
vi.setConfig({ testTimeout: 240_000 });

const kubeconfig = `apiVersion: v1
kind: Config
current-context: prod
contexts:
  - { name: dev, context: { cluster: a } }
  - { name: prod, context: { cluster: a } }
clusters:
  - { name: a, cluster: { server: "https://127.0.0.1:1" } }
`;
const moduleJson =
  '{\n\t"type": "module",\n\t"scripts": {\n\t\t"x": "y"\n\t}\n}\n';

async function init(...flags: readonly string[]) {
  return kubewright(["init", ...flags], {
    environment: { KUBECONFIG: join(process.cwd(), "kube") },
  });
}

const read = (file: string): string => readFileSync(file, "utf8");

describe("init --yes", () => {
  test("writes what fits the project", async () => {
    workIn({
      kube: kubeconfig,
      "package.json": moduleJson,
      "src/index.ts": "",
      "tsconfig.json":
        '{ "compilerOptions": { "moduleResolution": "bundler", "module": "esnext" } }',
    });
    const { code, stderr } = await init("--yes");
    expect([code, stderr]).toEqual([
      0,
      'wrote kubewright.config.ts\nadded the script "generate:k8s" to package.json\nnext: npm i -D kubewright && npx kubewright generate\n',
    ]);
    expect(read("kubewright.config.ts"))
      .toBe(`import { defineConfig } from "kubewright";

export default defineConfig({
  from: "cluster",
  out: "src/k8s",
  importExtension: "none",
});
`);
    expect(read("package.json")).toBe(
      moduleJson.replace(
        '"y"\n',
        '"y",\n\t\t"generate:k8s": "kubewright generate"\n',
      ),
    );
    expect(await outputsOf("kubewright.config.ts")).toHaveLength(1);
  });

  test.each([
    ["ts", {}, "kubewright.config.ts", 'out: "k8s"'],
    [
      "ts",
      { "package.json": "{}", "tsconfig.json": "{}" },
      "kubewright.config.mts",
      'from: "builtin"',
    ],
    [
      "ts",
      {
        "package.json": "{}",
        "tsconfig.json":
          '{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true } }',
      },
      "kubewright.config.mts",
      'importExtension: "ts"',
    ],
    ["js", { "package.json": "{}" }, "kubewright.config.mjs", 'emit: "js"'],
    [
      "js",
      { "package.json": '{ "type": "module" }' },
      "kubewright.config.js",
      "// @ts-check",
    ],
    [
      "json",
      { "k8s/deployment.yaml": "" },
      "kubewright.config.json",
      '"out": "k8s-client"',
    ],
    [
      "json",
      { "k8s/manifest.json": "{}", "src/a.ts": "" },
      "kubewright.config.json",
      '"out": "k8s"',
    ],
    [
      "yaml",
      {},
      "kubewright.config.yaml",
      "# yaml-language-server: $schema=./node_modules/kubewright/config.schema.json\nfrom: builtin\n",
    ],
  ])("--format %s in a project of %j", async (format, files, name, part) => {
    workIn({ kube: "", ...files });
    const { code } = await init("--yes", "--format", format, "--no-script");
    expect(code).toBe(0);
    expect(read(name)).toContain(part);
    expect(await outputsOf(name)).toHaveLength(1);
  });

  test("takes the flags, and quotes what they say", async () => {
    workIn({ kube: kubeconfig });
    const flags = ["--from", "builtin", 'a "b"', "--out", "x", "--format"];
    expect(await init("--yes", ...flags, "ts")).toMatchObject({ code: 0 });
    expect(await outputsOf("kubewright.config.ts")).toMatchObject([
      { flags: { from: ["builtin", 'a "b"'], out: "x" } },
    ]);
  });

  test("leaves a script of its name as it is", async () => {
    const text = '{ "scripts": { "generate:k8s": "mine" } }';
    workIn({ kube: "", "package.json": text });
    const { stderr } = await init("--yes");
    expect(stderr).toContain("it stays as it is");
    expect(read("package.json")).toBe(text);
  });

  test("never takes the place of a configuration", async () => {
    workIn({ kube: "", "kubewright.config.yml": "out: a\n" });
    const { code, stderr } = await init("--yes");
    expect(code).toBe(1);
    expect(stderr).toContain(
      "error[config-exists]: there is a configuration: kubewright.config.yml",
    );
    expect(read("kubewright.config.yml")).toBe("out: a\n");
  });
});

describe("init without a terminal", () => {
  test("says what to give", async () => {
    const folder = workIn({ kube: kubeconfig });
    const { code, stderr } = await init();
    expect(code).toBe(1);
    expect(stderr).toMatch(/error\[no-terminal\].*\n {2}hint: give --yes/);
    expect(readdirSync(folder)).toEqual(["kube"]);
  });

  test("does without one where there is nothing to ask", async () => {
    workIn({ kube: kubeconfig });
    const flags = ["--context", "dev", "--out", "x", "--format", "json"];
    expect(await init(...flags, "--no-script")).toMatchObject({ code: 0 });
    expect(JSON.parse(read("kubewright.config.json"))).toMatchObject({
      from: "cluster",
      context: "dev",
      out: "x",
    });
  });

  test("needs a package for a script", async () => {
    workIn({ kube: "" });
    const { code, stderr } = await init("--yes", "--script");
    expect(code).toBe(1);
    expect(stderr).toContain("error[no-package-json]");
    expect(existsSync("kubewright.config.ts")).toBe(false);
  });
});

const hasPython = spawnSync("python3", ["-c", "import pty"]).status === 0;

describe.runIf(hasPython)("init on a terminal", () => {
  const down = "\u001b[B";

  function onTerminal(steps: readonly (readonly [string, string])[]): string {
    const { stdout } = spawnSync(
      "python3",
      [
        join(import.meta.dirname, "pseudo-terminal.py"),
        JSON.stringify(steps),
        process.execPath,
        join(builtGenerator(), "generator/cli.js"),
        "init",
      ],
      { env: { ...process.env, KUBECONFIG: join(process.cwd(), "kube") } },
    );
    return String(stdout);
  }

  test("asks, and writes the answers", async () => {
    workIn({ kube: kubeconfig, "package.json": moduleJson });
    const printed = onTerminal([
      ["What is the client for?", `${down}\r`],
      ["Which context?", "\r"],
      ["Which folder", "-of-mine\r"],
      ["How is the configuration written?", `${down}\r`],
      ["Add the script", "n"],
    ]);
    expect(printed).toContain("wrote kubewright.config.json");
    expect(printed).toContain("ended with 0");
    expect(await outputsOf("kubewright.config.json")).toMatchObject([
      {
        flags: {
          from: ["cluster"],
          context: "prod",
          out: "k8s-of-mine",
          emit: "js",
        },
      },
    ]);
    expect(read("package.json")).toBe(moduleJson);
  });

  test("ends with 130 where Ctrl-C is typed, and has written nothing", () => {
    const folder = workIn({ kube: kubeconfig });
    const printed = onTerminal([
      ["What is the client for?", "\r"],
      ["Which folder", "\u0003"],
    ]);
    expect(printed).toContain("interrupted: nothing was written");
    expect(printed).toContain("ended with 130");
    expect(readdirSync(folder)).toEqual(["kube"]);
  });
});
