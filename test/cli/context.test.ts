import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder, until, writeFiles } from "../runtime/servers.js";
import { builtGenerator } from "./built.js";
import { kubewright, type Outcome } from "./command-line.js";

const text = `apiVersion: v1
kind: Config
contexts:
- name: prod # careful
  context: {cluster: eu, user: admin, namespace: shop}
- name: dev
  context: {cluster: local}
current-context: prod
`;

/** A kubeconfig, and the command line on it. */
function start(content = text): {
  readonly file: string;
  readonly read: () => string;
  readonly context: (...args: readonly string[]) => Promise<Outcome>;
} {
  const file = join(temporaryFolder(), "config");
  writeFileSync(file, content);
  const environment = { KUBECONFIG: file };
  return {
    file,
    read: () => readFileSync(file, "utf8"),
    context: (...args) => kubewright(["context", ...args], { environment }),
  };
}

describe("kubewright context", () => {
  test("list prints what kubectl config get-contexts does", async () => {
    const { context } = start();
    expect(await context("list")).toEqual({
      code: 0,
      stdout: [
        "CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE",
        "          dev    local",
        "*         prod   eu        admin      shop",
        "",
      ].join("\n"),
      stderr: "",
    });
  });

  test("list -o name and -o json", async () => {
    const { context, file } = start();
    expect((await context("list", "-o", "name")).stdout).toBe("dev\nprod\n");
    const { stdout } = await context("list", "-o", "json");
    expect(JSON.parse(stdout)).toEqual([
      { name: "dev", current: false, cluster: "local", file },
      {
        name: "prod",
        current: true,
        cluster: "eu",
        user: "admin",
        namespace: "shop",
        file,
      },
    ]);
  });

  test("list of nothing", async () => {
    const { context } = start("");
    const heading = "CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE\n";
    expect((await context("list")).stdout).toBe(heading);
    expect((await context("list", "-o", "name")).stdout).toBe("");
    expect((await context("list", "-o", "json")).stdout).toBe("[]\n");
  });

  test("current", async () => {
    const { context } = start();
    expect(await context("current")).toEqual({
      code: 0,
      stdout: "prod\n",
      stderr: "",
    });
    const { code, stdout, stderr } = await start("").context("current");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error[no-current-context]: ");
  });

  test("use, rename and delete say what they did, on standard error", async () => {
    const { context, file, read } = start();
    expect(await context("use", "dev")).toEqual({
      code: 0,
      stdout: "",
      stderr: `switched to context "dev" in "${file}"\n`,
    });
    expect(await context("rename", "dev", "home")).toEqual({
      code: 0,
      stdout: "",
      stderr: `renamed context "dev" to "home" in "${file}"\n`,
    });
    expect(await context("delete", "prod", "--quiet")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(read()).toBe(`apiVersion: v1
kind: Config
contexts:
- name: home
  context: {cluster: local}
current-context: home
`);
  });

  test("delete warns of what is current, as kubectl does, even with --quiet", async () => {
    const { context, read } = start();
    const { code, stderr } = await context("delete", "prod", "--quiet");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning\[current-context-deleted\]: "prod" /);
    expect(read()).toContain("current-context: prod");
    expect((await context("current")).stdout).toBe("prod\n");
  });

  test("--kubeconfig names the one file, and an empty one none", async () => {
    const { context, file, read } = start();
    const other = join(temporaryFolder(), "other");
    writeFileSync(other, text);
    const given = ["--kubeconfig", other];
    expect((await context("use", "dev", ...given)).stderr).toContain(other);
    expect(read()).toBe(text);
    expect((await context("current", ...given)).stdout).toBe("dev\n");
    const empty = await context("use", "dev", "--kubeconfig", "");
    expect(empty.stderr).toContain(file);
  });

  test.each([
    [["use", "nix"], "context-not-found", 'there are "dev", "prod"'],
    [["delete", "nix"], "context-not-found", 'no context "nix" in "'],
    [["rename", "nix", "z"], "context-not-found", 'no context "nix" in "'],
    [["rename", "dev", "prod"], "context-exists", '"prod" in "'],
    [["rename", "dev", "dev"], "context-exists", "choose another name"],
    [
      ["list", "--kubeconfig", "/none"],
      "bad-configuration",
      'cannot read the kubeconfig "/none"',
    ],
  ])("%j is a problem and ends with 1", async (args, problem, message) => {
    const { context, read } = start();
    const { code, stdout, stderr } = await context(...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(new RegExp(`^error\\[${problem}\\]: `));
    expect(stderr).toContain(message);
    expect(read()).toBe(text);
  });

  test.each([
    [[], "Usage: kubewright context "],
    [["uze"], "Did you mean use?"],
    [["use"], "missing required argument 'name'"],
    [["use", ""], "a name that is not empty"],
    [["rename", "dev", ""], "a name that is not empty"],
    [["use", "a", "b"], "too many arguments"],
    [["list", "-o", "yaml"], "Allowed choices are table, json, name"],
  ])("%j is wrong usage and ends with 2", async (args, message) => {
    const { context, read } = start();
    const { code, stdout, stderr } = await context(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(read()).toBe(text);
  });
});

test("a process that is interrupted while it waits leaves no lock of its own", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { a: text, b: text, "b.lock": "" });
  const KUBECONFIG = ["a", "b"]
    .map((name) => join(folder, name))
    .join(delimiter);
  const cli = join(builtGenerator(), "generator/cli.js");
  const child = spawn(process.execPath, [cli, "context", "use", "dev"], {
    env: { ...process.env, KUBECONFIG },
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  await until(() => existsSync(join(folder, "a.lock")));
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(readdirSync(folder).sort()).toEqual(["a", "b", "b.lock"]);
  expect(readFileSync(join(folder, "a"), "utf8")).toBe(text);
});
