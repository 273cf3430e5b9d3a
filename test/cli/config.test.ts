import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { sendJson, startServer } from "../runtime/servers.js";
import { workIn } from "../unit/config-files.js";
import { documentOf } from "../unit/source-fixtures.js";
import { builtGenerator } from "./built.js";
import { run } from "../../generator/cli/run.js";
import { kubewright } from "./command-line.js";

// Programs are started here, and may be built first.
vi.setConfig({ testTimeout: 240_000 });

/** A file that is a source, and makes a small client. */
const document = JSON.stringify(documentOf("apps", "v1", "Deployment"));

describe("generate with a configuration", () => {
  test("takes what it is not told from it", async () => {
    workIn({
      "apps.json": document,
      "kubewright.config.json": '{ "from": "apps.json", "out": "client" }',
    });
    const { code, stderr } = await kubewright(["generate"]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("wrote client: "),
    ]);
    expect(existsSync("client/apps/v1/client.ts")).toBe(true);
  });

  test("lets what is typed take its place, and can be told to leave it out", async () => {
    workIn({
      "apps.json": document,
      "my.yaml": "from: nowhere\nout: client\n",
      "kubewright.config.yaml": "from: nowhere\nemit: js\n",
    });
    const from = ["generate", "--from", "apps.json"];
    expect(await kubewright([...from, "--out", "b"])).toMatchObject({
      code: 0,
    });
    expect(existsSync("b/index.js")).toBe(true);
    expect(
      await kubewright([...from, "--out", "c", "--no-config"]),
    ).toMatchObject({ code: 0 });
    expect(existsSync("c/index.ts")).toBe(true);
    expect(await kubewright([...from, "--config", "my.yaml"])).toMatchObject({
      code: 0,
    });
    expect(existsSync("client/index.ts")).toBe(true);
  });

  test("with a mistake in it writes nothing", async () => {
    const folder = workIn({
      "apps.json": document,
      "kubewright.config.yaml":
        "from: apps.json\noutputs:\n  - out: a\n  - out: b\n    emit: x\n",
    });
    const { code, stdout, stderr } = await kubewright(["generate"]);
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      'kubewright.config.yaml:5:11#/outputs/1/emit: error[bad-config]: "emit" cannot be "x"\n' +
        '  hint: choose one of "ts", "js", "openapi"\n',
    ]);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test.each([
    [
      ["--config", "nope.ts"],
      'error[config-not-found]: there is no configuration "nope.ts"',
    ],
    [
      ["--config", "."],
      'error[config-not-found]: there is no configuration "."',
    ],
    [
      ["--config", "notes.txt"],
      "notes.txt: error[bad-config]: a configuration is written as .ts",
    ],
    [["--only", "a"], "error[config-not-found]: --only a chooses outputs"],
    [["--only", "a", "--no-config"], "hint: leave --no-config out"],
  ])("%j is an error", async (args, message) => {
    workIn({ "notes.txt": "" });
    const { code, stderr } = await kubewright(["generate", ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  test("of which there are two takes neither", async () => {
    workIn({ "kubewright.config.ts": "", "kubewright.config.yml": "" });
    const { code, stderr } = await kubewright(["generate"]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      "error[several-configs]: there are several configurations: kubewright.config.ts, kubewright.config.yml",
    );
  });
});

describe("several outputs", () => {
  const files = {
    "apps.json": document,
    "kubewright.config.yaml": `from: apps.json
outputs:
  - { name: one, out: k8s/one }
  - { out: k8s/two, from: nowhere.json }
  - { out: k8s/three }
`,
  };

  test("are made each for itself, and those that failed are named", async () => {
    workIn(files);
    const { code, stderr } = await kubewright(["generate"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /\[1\/3\] one\n.*wrote k8s\/one: .*\[2\/3\] k8s\/two\n.*error\[source-not-found\].*\[3\/3\] k8s\/three\n.*wrote k8s\/three: .*error\[outputs-failed\]: 1 of 3 outputs failed: k8s\/two\n {2}hint: .*--only k8s\/two/s,
    );
    expect(readdirSync("k8s").sort()).toEqual(["one", "three"]);
  });

  test("can be made alone", async () => {
    workIn(files);
    const { code, stderr } = await kubewright([
      ...["generate", "--only", "one", "--out", "mine"],
    ]);
    expect([code, stderr]).toEqual([
      0,
      expect.not.stringContaining("[1/") as unknown,
    ]);
    expect([existsSync("mine/index.ts"), existsSync("k8s")]).toEqual([
      true,
      false,
    ]);
  });

  test("that are interrupted say which are done", async () => {
    const interruption = new AbortController();
    const server = await startServer(({ url }, response) => {
      // What is made of it is waited for until the user has enough.
      if (url === "/openapi/v3")
        sendJson(response, {
          paths: {
            "apis/x/v1": { serverRelativeURL: "/openapi/v3/apis/x/v1" },
          },
        });
    });
    workIn({
      "apps.json": document,
      "kubewright.config.json": JSON.stringify({
        outputs: [
          { name: "one", from: "apps.json", out: "one" },
          { name: "two", from: server.url, out: "two" },
        ],
      }),
    });
    let stderr = "";
    const write = (text: string): void => {
      stderr += text;
      if (text.includes("wrote one")) interruption.abort();
    };
    const streams = { stdout: { write }, stderr: { write }, environment: {} };
    const args = ["generate", "--no-cache"];
    expect(await run(args, streams, interruption.signal)).toBe(130);
    expect(stderr).toMatch(/interrupted: done: one; nothing else\n$/);
    expect([existsSync("one"), existsSync("two")]).toEqual([true, false]);
  });
});

test("a configuration that never ends is waited for until the user has enough", async () => {
  workIn({
    "kubewright.config.ts": "export default () => new Promise(() => {});\n",
  });
  const interruption = new AbortController();
  const { signal } = interruption;
  const end = kubewright(["generate"], { signal });
  setTimeout(() => interruption.abort(), 500);
  expect(await end).toMatchObject({
    code: 130,
    stderr: "interrupted: nothing was written\n",
  });
});

test.each([
  ["help", ["generate", "--help"], []],
  ["a run without a configuration", ["generate", "--from", "none"], []],
  ["JSON", ["generate", "--config", "c.json"], ["yaml"]],
  ["TypeScript", ["generate", "--config", "c.ts"], ["jiti"]],
])("%s loads what it needs of packages", (_, args, expected) => {
  const cli = join(builtGenerator(), "generator/cli.js");
  const folder = workIn({
    "c.json": '{ "from": "none" }',
    "c.ts": 'export default { from: "none" };',
    "hooks.mjs": `export async function load(url, context, next) {
      const [, name] = /node_modules\\/(@clack\\/prompts|jiti|typescript|yaml)\\//.exec(url) ?? [];
      if (name !== undefined) process._rawDebug("loads " + name);
      return next(url, context);
    }`,
    "register.mjs":
      'import { register } from "node:module"; register("./hooks.mjs", import.meta.url);',
  });
  const { stderr } = spawnSync(
    process.execPath,
    ["--import", join(folder, "register.mjs"), cli, ...args],
    { cwd: folder },
  );
  const loaded = [...String(stderr).matchAll(/^loads (.*)$/gm)];
  expect([...new Set(loaded.map(([, name]) => name))]).toEqual(expected);
});
