import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { describe, expect, test } from "vitest";

import { filesUnder, root } from "./source-imports.js";

const sources = filesUnder(["generator", "templates"], (file) =>
  file.endsWith(".ts"),
);

describe("files", () => {
  test("are named by what they own", () => {
    const vague = /^(utils?|helpers?|common|managers?|processors?|misc)\b/;
    expect(sources.filter((file) => vague.test(basename(file)))).toEqual([]);
  });

  test("of tests run every test", () => {
    const tests = filesUnder(
      ["test"],
      (file) => file.endsWith(".test.ts") && !/\/(input|expected)\//.test(file),
    );
    expect(tests.length).toBeGreaterThan(1);
    const switchedOff =
      /\b(?:describe|it|suite|test)(?:\.\w+)*\.(?:only|skip|todo|fails)\b/;
    expect(
      tests.filter((file) =>
        switchedOff.test(readFileSync(join(root, file), "utf8")),
      ),
    ).toEqual([]);
  });
});
