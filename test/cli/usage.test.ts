import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtGenerator } from "./built.js";
import { kubewright } from "./command-line.js";

const packageJson = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"),
) as { readonly version: string };

describe("the command line", () => {
  test.each([
    [["--help"], "Usage: kubewright "],
    [["generate", "--help"], "Usage: kubewright generate "],
    [["snapshot", "--help"], "Usage: kubewright snapshot "],
    [["resources", "--help"], "Usage: kubewright resources "],
    [["diff", "--help"], "Usage: kubewright diff "],
    [["help", "generate"], "Usage: kubewright generate "],
    [["context", "--help"], "Usage: kubewright context "],
    [["context", "rename", "--help"], "Usage: kubewright context rename "],
  ])("%j prints help and ends with 0", async (args, usage) => {
    const { code, stdout, stderr } = await kubewright(args);
    expect(code).toBe(0);
    expect(stdout).toContain(usage);
    expect(stderr).toBe("");
  });

  test("--version prints the version of the package", async () => {
    const { code, stdout } = await kubewright(["--version"]);
    expect([code, stdout]).toEqual([0, `${packageJson.version}\n`]);
  });

  test.each([
    [[], "Usage: kubewright "],
    [["generat"], "Did you mean generate?"],
    [["generate", "--form", "builtin"], "Did you mean --from?"],
    [["generate", "surplus"], "too many arguments"],
    [["generate", "--from"], "argument missing"],
    [["snapshot"], "missing required argument 'target'"],
    [
      ["snapshot", "--from", "builtin", "folder"],
      "kubewright snapshot DIR --from …",
    ],
    [["diff", "builtin"], "missing required argument 'new'"],
    [["diff", "builtin", " "], "A source is needed"],
    [["diff", "builtin", "builtin", "-o", "xml"], "Allowed choices are text"],
    [["diff", "a", "b", "--fail-on", "safe"], "Allowed choices are breaking"],
    [["snapshot", " "], "name of a folder"],
    [["generate", "--out", "--dry-run"], "name of a folder"],
    [["generate", "--out", " "], "name of a folder"],
    [["resources", "-o", "xml"], "Allowed choices are table, wide, json, name"],
  ])("%j is wrong usage and ends with 2", async (args, message) => {
    const { code, stdout, stderr } = await kubewright(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
  });

  test("says nothing of a stage that there is no need to run", () => {
    const cli = join(builtGenerator(), "generator/cli.js");
    const { status, stdout } = spawnSync(process.execPath, [cli, "--version"]);
    expect([status, String(stdout)]).toEqual([0, `${packageJson.version}\n`]);
  });
});
