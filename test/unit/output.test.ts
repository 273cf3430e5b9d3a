import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as prettier from "prettier";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import type { OutputFile } from "../../generator/emit/emission.js";
import { manifestFile } from "../../generator/manifest.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import { builtinSource } from "../../generator/source/builtin.js";
import { capabilityCheck } from "./capabilities.js";
import { shuffledSource } from "./shuffled-source.js";
import { root } from "./source-imports.js";
import { typeCheck } from "./type-check.js";

const folder = join(root, "output");
let generation: Generation;
let files: readonly OutputFile[];

beforeAll(async () => {
  generation = await generate(builtinSource(), {});
  files = [...generation.files, manifestFile(generation.manifest)];
});

describe("output/", () => {
  test("is what the built-in snapshot gives, byte for byte", () => {
    const there = new Map(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [
          relative(folder, path).replaceAll("\\", "/"),
          readFileSync(path, "utf8"),
        ]),
    );
    const made = new Map(files.map(({ path, text }) => [path, text]));
    const differing = [...new Set([...there.keys(), ...made.keys()])]
      .filter((path) => there.get(path) !== made.get(path))
      .sort();
    expect(differing, "npm run build && npm run generate").toEqual([]);
  });

  test("is as prettier would have it", async () => {
    const moved: string[] = [];
    for (const { path, text } of files)
      if ((await prettier.format(text, { filepath: path })) !== text)
        moved.push(path);
    expect(moved).toEqual([]);
    expect(generation.byPrettier).toBe(0);
  });

  test("has no any", () => {
    const found = files
      .filter(({ path }) => path.endsWith(".ts"))
      .flatMap(({ path, text }) =>
        anyIn(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)),
      );
    expect(found).toEqual([]);
  });

  test("names nothing of the machine, and no time", () => {
    const told = files.filter(({ text }) =>
      /\/(?:home|root|Users|tmp)\/|\b20[2-9]\d-\d\d-\d\dT\d\d:\d\d:\d\d/.test(
        text,
      ),
    );
    expect(told.map(({ path }) => path)).toEqual([]);
    expect(generation.manifest.source).toEqual({
      kind: "builtin",
      server: expect.stringMatching(/^v1\.37\.\d+$/) as string,
    });
  });

  test("does not depend on the order of anything", async () => {
    const { documents } = generation.manifest;
    const source = shuffledSource(builtinSource(), documents);
    const shuffled = await generate(source, {});
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    const differing = shuffled.files
      .filter(({ path, text }) => texts.get(path) !== text)
      .map(({ path }) => path);
    expect(differing).toEqual([]);
    expect(shuffled.files.length).toBe(generation.files.length);
  });

  test("fits the capabilities of the runtime, interface by interface", () => {
    const check = capabilityCheck(files);
    expect(check.split("\n").length).toBeGreaterThan(500);
    const virtual = new Map(
      [...files, { path: "capabilities.ts", text: check }].map(
        ({ path, text }) => [join(folder, path), text],
      ),
    );
    const main = join(folder, "capabilities.ts");
    expect(typeCheck([main], virtual)).toEqual([]);
  });
});

describe("Kubernetes 1.37", () => {
  test("has each of its 866 operations accounted for", () => {
    const counts: Record<string, number> = {};
    for (const { outcome } of generation.model.operations) {
      const key = outcome.kind === "omitted" ? outcome.reason : outcome.kind;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    expect(counts).toEqual({
      "deprecated-watch-path": 161,
      resource: 656,
      server: 49,
    });
    expect(generation.diagnostics).toEqual([]);
  });

  test("has one home for each of its 624 schemas", () => {
    const { groupVersions, types } = generation.model;
    const names = groupVersions.flatMap(({ schemas }) =>
      schemas.map(({ name }) => name),
    );
    expect(names.length).toBe(624);
    expect(new Set(names).size).toBe(624);
    expect(Object.keys(types.shared).sort()).toEqual([...names].sort());
    expect(types.byDocument).toEqual({});
  });
});

function anyIn(source: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${source.fileName}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
