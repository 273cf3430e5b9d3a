import { isBuiltin } from "node:module";
import { basename } from "node:path";

import ts from "typescript";
import { describe, expect, test } from "vitest";

import { nodeFiles } from "./node-files.js";
import { filesUnder, importsOf, parseSource } from "./source-imports.js";

const runtime = filesUnder(["templates/runtime"], (file) =>
  file.endsWith(".ts"),
);
const imports = new Map(runtime.map((file) => [file, importsOf(file)]));

/** The files of the runtime whose imports pass a test. */
const importersOf = (wanted: (target: string) => boolean): readonly string[] =>
  runtime
    .filter((file) => imports.get(file)?.some(({ target }) => wanted(target)))
    .map((file) => basename(file));

describe("the runtime", () => {
  test("imports undici in one place, ws in one file, and yaml where YAML is read", () => {
    expect(importersOf((target) => target === "undici")).toEqual([
      "undici-connector.ts",
      "undici.ts",
    ]);
    expect(importersOf((target) => target === "ws")).toEqual(["ws-package.ts"]);
    expect(importersOf((target) => target === "yaml")).toEqual([
      "kubeconfig-yaml.ts",
      "manifests.ts",
    ]);
  });

  test("imports Node's modules only in the files that are for Node", () => {
    const users = importersOf((target) => isBuiltin(target));
    expect(users.filter((file) => !nodeFiles.includes(file))).toEqual([]);
  });

  test.each(runtime)("%s loads none of Node's files unasked", (file) => {
    const loaded = loadedWith(file);
    const own = nodeFiles.includes(basename(file));
    const unwanted = own ? ["undici.ts", "web-socket.ts"] : nodeFiles;
    expect(
      loaded.filter(
        (other) => other !== file && unwanted.includes(basename(other)),
      ),
    ).toEqual([]);
  });

  test("has no any", () => {
    const found: string[] = [];
    for (const file of runtime) {
      const source = parseSource(file);
      const visit = (node: ts.Node): void => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) {
          const at = source.getLineAndCharacterOfPosition(node.getStart());
          found.push(`${file}:${at.line + 1}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    expect(found).toEqual([]);
  });

  test("has no file that is loaded by what it loads", () => {
    const circular = runtime.filter((file) =>
      importedValues(file).some((other) => loadedWith(other).includes(file)),
    );
    expect(circular).toEqual([]);
  });

  /** The runtime's files that a program has loaded once it has loaded one of them. */
  function loadedWith(file: string): readonly string[] {
    const loaded = new Set([file]);
    for (const current of loaded)
      for (const imported of importedValues(current)) loaded.add(imported);
    return [...loaded];
  }

  function importedValues(file: string): readonly string[] {
    return (imports.get(file) ?? [])
      .filter((imported) => imported.static && !imported.typeOnly)
      .map(({ target }) => target)
      .filter((target) => runtime.includes(target));
  }
});
