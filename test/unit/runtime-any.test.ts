import ts from "typescript";
import { expect, test } from "vitest";
import { filesUnder, parseSource } from "./source-imports.js";

const runtime = filesUnder(["templates/runtime"], (file) =>
  file.endsWith(".ts"),
);

test("the runtime has no any", () => {
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
