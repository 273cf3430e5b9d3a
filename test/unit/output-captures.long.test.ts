import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as prettier from "prettier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import { openSource } from "../../generator/source/open.js";
import { root } from "./source-imports.js";
import { typeCheck } from "./type-check.js";

/** What real servers answered, kept beside the project: it is not ours to publish. */
const captures = join(root, "../shared/specs");
const names = existsSync(captures)
  ? readdirSync(captures)
      .filter((file) => /^v1\..*\.tar\.xz$/.test(file))
      .map((file) => basename(file, ".tar.xz"))
  : [];
if (names.length === 0)
  process.stderr.write(`no captures in ${captures}: nothing to check\n`);

describe.runIf(names.length > 0)("clients of captured servers", () => {
  const generations = new Map<string, Generation>();
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kubewright-captures-"));
    for (const name of names) {
      const archive = join(captures, `${name}.tar.xz`);
      execFileSync("tar", ["-xJf", archive, "-C", folder]);
      const diagnostics = new Diagnostics();
      const source = await openSource([join(folder, name)], {}, diagnostics);
      generations.set(name, await generate(source, { diagnostics }));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("leave nothing to be said", () => {
    for (const [name, { diagnostics, byPrettier }] of generations)
      expect({ name, diagnostics, byPrettier }).toEqual({
        name,
        diagnostics: [],
        byPrettier: 0,
      });
  });

  test("are as prettier would have them", async () => {
    const seen = new Set<string>();
    const moved: string[] = [];
    for (const [name, { files }] of generations)
      for (const { path, text } of files) {
        // The servers have most of their APIs in common; the first line tells them apart.
        const rest = text.slice(text.indexOf("\n"));
        if (seen.has(rest)) continue;
        seen.add(rest);
        if ((await prettier.format(text, { filepath: path })) !== text)
          moved.push(`${name}: ${path}`);
      }
    expect(moved).toEqual([]);
  }, 1_200_000);

  test("compile", () => {
    const files = new Map(
      [...generations].flatMap(([name, generation]) =>
        generation.files
          .filter(({ path }) => path.endsWith(".ts"))
          .map(({ path, text }) => [join(root, ".captures", name, path), text]),
      ),
    );
    expect(typeCheck([...files.keys()], files)).toEqual([]);
  }, 1_200_000);
});
