import { expect, test } from "vitest";
import { filesUnder, importsOf } from "./source-imports.js";

const imports = new Map(
  filesUnder(["generator", "templates"], (file) => file.endsWith(".ts")).map(
    (file) => [
      file,
      importsOf(file)
        .filter((imported) => imported.static && !imported.typeOnly)
        .map(({ target }) => target),
    ],
  ),
);

/** The files and packages that are loaded with a file, before anything in it is called. */
function loadedWith(file: string): readonly string[] {
  const loaded = new Set([file]);
  for (const current of loaded)
    for (const target of imports.get(current) ?? []) loaded.add(target);
  return [...loaded].sort();
}

test("a run that finds nothing changed loads nothing that reads, makes or formats a client", () => {
  const loaded = [
    ...loadedWith("generator/cli/run.ts"),
    ...loadedWith("generator/cli/generate.ts"),
  ];
  expect(loaded).toContain("generator/source/server.ts");
  const heavy = loaded.filter(
    (target) =>
      /^generator\/(?:crd|emit|model|pipeline|snapshot|source\/open\.ts|write\.ts)/.test(
        target,
      ) || ["prettier", "typescript", "undici", "yaml"].includes(target),
  );
  expect(heavy).toEqual([]);
});
