import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesUnder, root } from "./source-imports.js";

const codePatterns = [
  /\bcode:\s*(?:[^,;"]*\?\s*)?"([a-z][a-z0-9-]+)"/g,
  /\breport\(\s*"([a-z][a-z0-9-]+)"/g,
];

test("every diagnostic has a section in docs/diagnostics.md, and every section a diagnostic", () => {
  const used = new Set(
    filesUnder(["generator"], (file) => file.endsWith(".ts")).flatMap(
      (file) => {
        const text = readFileSync(join(root, file), "utf8");
        return codePatterns.flatMap((pattern) =>
          [...text.matchAll(pattern)].map(([, code]) => code ?? ""),
        );
      },
    ),
  );
  const page = readFileSync(join(root, "docs/diagnostics.md"), "utf8");
  const sections = [...page.matchAll(/^### (.+)$/gm)].map(
    ([, code]) => code ?? "",
  );
  expect([...used].sort()).toEqual([...sections].sort());
});
