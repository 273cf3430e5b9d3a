import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, test } from "vitest";

import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { goldenFolder } from "../unit/golden-case.js";
import { root } from "../unit/source-imports.js";
import { builtGenerator } from "./built.js";
import { kubewright } from "./command-line.js";

const input = join(root, goldenFolder, "openapi/input");
const flags = ["generate", "--from", input, "--emit", "openapi"];

describe("--emit openapi", () => {
  test("writes a file of each group and version, an index and a manifest, and nothing again", async () => {
    const out = join(temporaryFolder(), "k8s");
    const first = await kubewright([...flags, "--out", out]);
    expect([first.code, first.stderr]).toEqual([
      0,
      expect.stringContaining("5 files, 5 new"),
    ]);
    // What it needs to run is openapi-fetch, or what else the types are for.
    expect(first.stderr).not.toContain("undici");
    expect(existsSync(join(out, "example.com/v1.ts"))).toBe(true);
    expect(readdirSync(out).sort()).toEqual([
      "README.md",
      "core",
      "example.com",
      "index.ts",
      "manifest.json",
    ]);
    const again = await kubewright([...flags, "--out", out]);
    expect([again.code, again.stderr]).toEqual([
      0,
      expect.stringContaining("up to date"),
    ]);
  });

  test("takes the place of a client, of which nothing stays", async () => {
    const out = join(temporaryFolder(), "k8s");
    const client = ["generate", "--from", input, "--out", out];
    expect((await kubewright(client)).code).toBe(0);
    expect(existsSync(join(out, "runtime"))).toBe(true);
    expect((await kubewright([...flags, "--out", out])).code).toBe(0);
    expect(existsSync(join(out, "runtime"))).toBe(false);
  });

  test("leaves out what is excluded", async () => {
    const out = join(temporaryFolder(), "k8s");
    const excluded = ["--exclude", "example.com"];
    const { code } = await kubewright([...flags, ...excluded, "--out", out]);
    const index = readFileSync(join(out, "index.ts"), "utf8");
    expect([code, index]).toEqual([
      0,
      expect.not.stringContaining("example.com"),
    ]);
    expect(index).toContain("export type paths = Record<string, never>;");
  });

  test.each([
    ["ts", './core/v1.ts";'],
    ["none", './core/v1";'],
  ])("imports as --import-extension %s has it", async (extension, ending) => {
    const out = join(temporaryFolder(), "k8s");
    const { code } = await kubewright([
      ...[...flags, "--out", out],
      ...["--import-extension", extension],
    ]);
    expect(code).toBe(0);
    const index = readFileSync(join(out, "index.ts"), "utf8");
    expect(index).toContain(`export type * as coreV1 from "${ending}`);
    expect(index).not.toContain(".js");
  });

  test("makes no package: that is wrong usage", async () => {
    const out = join(temporaryFolder(), "k8s");
    const named = ["--package", "@acme/k8s"];
    const { code, stderr } = await kubewright([
      ...[...flags, ...named, "--out", out],
    ]);
    expect([code, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toContain("types for openapi-fetch are a folder");
  });
});

describe("where openapi-typescript is", () => {
  test.each([
    ["not installed", {}, "error[missing-package]"],
    [
      "of another version",
      { "package.json": '{ "version": "6.7.6" }' },
      "error[unusable-package]: --emit openapi needs openapi-typescript 7.13 or a later 7; installed is 6.7.6",
    ],
    [
      "beside another TypeScript",
      {
        "package.json":
          '{ "version": "7.13.0", "type": "module", "main": "index.js" }',
        "index.js": "undefined.factory;",
      },
      "error[unusable-package]: openapi-typescript 7.13.0 does not load: Cannot read properties of undefined",
    ],
  ])("%s, that is said, and nothing is written", (_, files, problem) => {
    const folder = installation(files);
    const out = join(folder, "k8s");
    const program = join(folder, "dist/generator/cli.js");
    const { status, stderr } = spawnSync(
      process.execPath,
      [program, ...flags, "--out", out],
      { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
    );
    expect([status, existsSync(out)], stderr).toEqual([1, false]);
    expect(stderr).toContain(problem);
    expect(stderr).toMatch(/openapi-typescript@7/);
  });

  /** kubewright with what it depends on, and this in place of openapi-typescript. */
  function installation(files: Readonly<Record<string, string>>): string {
    const folder = temporaryFolder();
    cpSync(builtGenerator(), join(folder, "dist"), { recursive: true });
    const text = readFileSync(join(root, "package.json"), "utf8");
    writeFiles(folder, { "package.json": text });
    const { dependencies } = JSON.parse(text) as {
      dependencies: Record<string, string>;
    };
    mkdirSync(join(folder, "node_modules/openapi-typescript"), {
      recursive: true,
    });
    for (const name of Object.keys(dependencies)) {
      const place = join(folder, "node_modules", name);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(join(root, "node_modules", name), place);
    }
    writeFiles(join(folder, "node_modules/openapi-typescript"), files);
    return folder;
  }
});
