import { expect, it } from "vitest";

import type { RollingUpdateDeployment } from "../../output/apps/v1/index.js";
import {
  isPercent,
  resolveIntOrPercent,
} from "../../templates/runtime/int-or-string.js";

it("resolves what a rolling update says", () => {
  const update: RollingUpdateDeployment = { maxSurge: "25%" };
  const surge = update.maxSurge ?? 1;
  expect(resolveIntOrPercent(surge, 10, { roundUp: true })).toBe(3);
  expect(resolveIntOrPercent(surge, 10, { roundUp: false })).toBe(2);
  expect(resolveIntOrPercent(4, 10, { roundUp: true })).toBe(4);
});

it("rounds exactly, where doubles would not", () => {
  const total = 2 ** 53 - 1;
  expect(resolveIntOrPercent("99%", total, { roundUp: true })).toBe(
    Number((99n * BigInt(total) + 99n) / 100n),
  );
  expect(resolveIntOrPercent("-25%", 10, { roundUp: true })).toBe(-2);
  expect(resolveIntOrPercent("-25%", 10, { roundUp: false })).toBe(-3);
});

it("refuses what is neither", () => {
  const resolve = (value: number | string, total = 10): number =>
    resolveIntOrPercent(value, total, { roundUp: true });
  expect(() => resolve("http")).toThrow(
    '"http" is neither a whole number nor a percentage',
  );
  expect(() => resolve("5")).toThrow(TypeError);
  expect(() => resolve(1.5)).toThrow("32 bits");
  expect(() => resolve(2 ** 31)).toThrow("32 bits");
  expect(() => resolve("5%", 0.5)).toThrow("0.5");
  expect(() => resolve("1000%", 2 ** 53 - 1)).toThrow("too large");
});

it("tells percentages from names and numbers", () => {
  expect(["25%", "+5%", "http", "2.5%", 25, "%"].map(isPercent)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
