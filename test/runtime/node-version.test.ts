import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import {
  checkNode,
  isTooOld,
  oldestNode,
} from "../../templates/runtime/node-version.js";

describe("the oldest Node.js", () => {
  test("is that of package.json", () => {
    const file = join(import.meta.dirname, "../../package.json");
    const { engines } = JSON.parse(readFileSync(file, "utf8")) as {
      engines: { node: string };
    };
    expect(engines.node).toBe(`>=${oldestNode}`);
  });

  test.each([
    ["18.20.8", true],
    ["20.9.0", true],
    ["20.18.0", true],
    ["20.18.1", false],
    ["20.20.0", false],
    ["22.0.0", false],
    ["26.10.0", false],
    ["27.0.0-nightly", false],
  ])("%s is too old: %s", (version, expected) => {
    expect(isTooOld(version)).toBe(expected);
  });

  test("connect() says what is too old", () => {
    expect(() => {
      checkNode("18.20.8");
    }).toThrow("Node.js 18.20.8 is too old: connect() needs 20.18.1 or later");
    expect(() => {
      checkNode();
    }).not.toThrow();
  });
});
