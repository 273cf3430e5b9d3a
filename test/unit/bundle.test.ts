import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";

import { filesUnder, importsOf, root } from "./source-imports.js";

const bundle = filesUnder(["dist/generator"], (file) => file.endsWith(".js"));

test("the bundle imports packages that are installed with it, and no others", () => {
  expect(bundle, "npm run build comes first").toContain(
    "dist/generator/cli.js",
  );
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ) as Readonly<Record<string, object>>;
  const known = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
  const unknown = bundle.flatMap((file) =>
    importsOf(file)
      .map(({ target }) => target)
      .filter((target) => !target.startsWith("dist/") && !isBuiltin(target))
      .filter((target) => !known.has(target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(unknown).toEqual([]);
});

test("what is bundled of others has its licence beside it", () => {
  const text = readFileSync(
    join(root, "dist/THIRD-PARTY-LICENSES.txt"),
    "utf8",
  );
  for (const name of ["commander", "picocolors", "picomatch", "yaml"])
    expect(text).toMatch(
      new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\n\\n[^]*?Copyright`, "m"),
    );
});
