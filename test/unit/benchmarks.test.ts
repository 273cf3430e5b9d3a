import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { expect, test } from "vitest";

import { fillTables } from "../bench/page.mjs";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const results: unknown = JSON.parse(read("test/bench/results.json"));

test.each(["docs/benchmarks.md", "README.md"])(
  "%s shows the results that are kept",
  async (path) => {
    const page = read(path);
    const filled = fillTables(page, results);
    expect(await format(filled, { parser: "markdown" })).toBe(page);
  },
);

test("a row that was not measured says so, and one that was says how far it is from its target", () => {
  const told = { ours: 1, theirs: 2, ratio: 0.5, least: 0.4, most: 0.6 };
  const measured = {
    date: "2026-01-02",
    commit: "abcdef0",
    node: "20.20.2",
    versions: { "openapi-typescript": "7.13.0" },
    costs: { wallMs: told, cpuMs: told, peakMiB: told },
  };
  const comparisons = { "v1.37": measured };
  const page = fillTables(
    "before\n<!-- bench: generating -->\nold\n<!-- /bench -->\nafter",
    { comparisons, bundles: {}, sizes: {} },
  );
  expect(page).toMatch(/^before\n/);
  expect(page).toMatch(/\nafter$/);
  expect(page).not.toContain("old");
  const lines = page
    .split("\n")
    .filter((line) => line.includes("--only v1.37"));
  expect(lines[0]).toContain("openapi-typescript, types alone 7.13.0");
  expect(lines[0]).toContain("0.50 (0.40–0.60)");
  expect(lines[0]).toContain("| no: time |");
  expect(lines[1]).toContain("| not yet |");
});

test("a row that is against nothing is told in its units, and so is its target", () => {
  const docs = {
    date: "2026-01-02",
    commit: "abcdef0",
    node: "20.20.2",
    costs: {
      wallMs: { ours: 12_300, least: 11_000, most: 13_000 },
      cpuMs: { ours: 9_000, least: 8_000, most: 9_000 },
      peakMiB: { ours: 250, least: 249, most: 251 },
    },
  };
  const page = fillTables("<!-- bench: documenting -->\n<!-- /bench -->", {
    comparisons: { docs },
    bundles: {},
    sizes: {},
  });
  const line = page.split("\n").find((one) => one.includes("--only docs`"));
  expect(line).toContain(
    "| – | 12.3 s (11 s to 13 s) | 9 s (8 s to 9 s) | 250 MiB (249 MiB to 251 MiB) | – | – | time ≤ 10 s | no: time |",
  );
});

test("a table that nobody knows is an error", () => {
  expect(() =>
    fillTables("<!-- bench: nothing -->\n<!-- /bench -->", {}),
  ).toThrow('no row is in a section "nothing"');
});
