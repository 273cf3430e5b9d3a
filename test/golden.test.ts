import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import * as prettier from "prettier";
import { beforeAll, describe, expect, test } from "vitest";
import {
  differing,
  goldenCases,
  goldenFolder,
  goldenOptions,
  readPinned,
  runGolden,
  writePinned,
  type GoldenRun,
} from "./unit/golden-case.js";
import { shuffledSource } from "./unit/shuffled-source.js";
import { root } from "./unit/source-imports.js";
import { typeCheck } from "./unit/type-check.js";

/**
 * Every folder of test/golden is one case:
 *
 *   input/           what a server would publish, in any layout that a directory source takes
 *   options.json     what is generated from it, and which groups, in which form: `from`, `include`, `exclude`, `emit`; may be absent
 *   expected/        the files that must come out, byte for byte; absent where the documents are refused
 *   diagnostics.txt  what must be said; absent when nothing must be
 *   why.md           what the case pins
 *
 * `UPDATE_GOLDEN=1 npm test` rewrites expected/ and diagnostics.txt: read the diff before you commit it. With CI set, nothing is
 * ever rewritten.
 */
const updates = process.env["UPDATE_GOLDEN"] === "1" && !process.env["CI"];

describe.each(goldenCases())("%s", (name) => {
  let run: GoldenRun;
  beforeAll(async () => {
    run = await runGolden(name);
  });

  test("gives what is expected", () => {
    const { pinned } = run;
    if (updates) writePinned(join(goldenFolder, name), pinned);
    const [actual, expected] = differing(
      pinned,
      readPinned(join(goldenFolder, name)),
    );
    const command = `UPDATE_GOLDEN=1 npx vitest run test/golden.test.ts -t "${name} "`;
    expect(actual, `if it is meant so: ${command}`).toBe(expected);
  });

  test("gives the same in any order", async () => {
    const { pinned, generation } = run;
    const documents = generation?.manifest.documents;
    if (documents === undefined) return;
    const shuffled = await runGolden(name, (source) =>
      shuffledSource(source, documents),
    );
    const [actual, expected] = differing(shuffled.pinned, pinned);
    expect(actual).toBe(expected);
  });

  test("says why it is there", () => {
    const why = readFileSync(join(goldenFolder, name, "why.md"), "utf8");
    expect(why.trim()).not.toBe("");
  });
});

describe("the expected files of all cases", () => {
  test("are as prettier would have them", async () => {
    const seen = new Set<string>();
    for (const { path, text } of expectedFiles(isOfPrettier)) {
      // Many cases have the same files.
      const spelled = extname(path) + text;
      if (seen.has(spelled)) continue;
      seen.add(spelled);
      expect(await prettier.format(text, { filepath: path }), path).toBe(text);
    }
  });

  test("compile", () => {
    const sources = expectedFiles()
      .map(({ path }) => path)
      .filter((path) => path.endsWith(".ts"));
    expect(sources).not.toEqual([]);
    expect(typeCheck(sources.map((path) => join(root, path)))).toEqual([]);
  });
});

/** All but what openapi-typescript has printed. */
function isOfPrettier(name: string, path: string): boolean {
  return goldenOptions(name).emit !== "openapi" || !/\/.+\//.test(path);
}

function expectedFiles(
  isWanted: (name: string, path: string) => boolean = () => true,
): readonly { path: string; text: string }[] {
  return goldenCases().flatMap((name) =>
    Object.entries(readPinned(join(goldenFolder, name)))
      .filter(([path]) => path.startsWith("expected/") && isWanted(name, path))
      .map(([path, text]) => ({ path: join(goldenFolder, name, path), text })),
  );
}
