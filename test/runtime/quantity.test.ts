import { expect, it } from "vitest";

import type { ResourceRequirements } from "../../output/core/v1/index.js";
import {
  formatQuantity,
  parseQuantity,
  type QuantityFormat,
} from "../../templates/runtime/quantity.js";

it("reads what fields hold", () => {
  const resources: ResourceRequirements = {
    limits: { cpu: "1500m", memory: 1024 },
  };
  expect(parseQuantity(resources.limits?.["cpu"] ?? "0").milli()).toBe(1500n);
  expect(parseQuantity(resources.limits?.["memory"] ?? "0").toBigInt()).toBe(
    1024n,
  );
  expect(parseQuantity(resources.requests?.["cpu"] ?? "0").isZero()).toBe(true);
});

it("reads numbers as JSON writes them", () => {
  expect(parseQuantity(0.1).toString()).toBe("100m");
  expect(parseQuantity(1e21).toString()).toBe("1e+21");
  expect(parseQuantity(1e21).nanos).toBe(10n ** 30n);
  expect(parseQuantity(1e-7).canonical()).toBe("100e-9");
  expect(() => parseQuantity(NaN)).toThrow(TypeError);
  expect(() => parseQuantity(Infinity)).toThrow('"Infinity" is not a quantity');
});

it("refuses what would fill memory", () => {
  for (const text of ["1e1001", "1E-1001", "0e99999999999999999999"])
    expect(() => parseQuantity(text)).toThrow(RangeError);
  expect(parseQuantity("1e1000").canonical()).toBe("10e999");
  expect(() => parseQuantity("1".repeat(50_000) + "x")).toThrow(TypeError);
});

it("rounds away from zero", () => {
  const rounded = ["1.5", "-1.5", "-1.0001Ki", "0.1m", "-0.1m", "-2Pi"].map(
    (text) => [parseQuantity(text).toBigInt(), parseQuantity(text).milli()],
  );
  expect(rounded).toEqual([
    [2n, 1500n],
    [-2n, -1500n],
    [-1025n, -1_024_103n],
    [1n, 1n],
    [-1n, -1n],
    [-(2n ** 51n), -(2n ** 51n) * 1000n],
  ]);
});

it("converts to the nearest double", () => {
  expect(parseQuantity("0.1").toNumber()).toBe(0.1);
  expect(parseQuantity("-250m").toNumber()).toBe(-0.25);
  expect(parseQuantity("9007199254740993").toNumber()).toBe(2 ** 53);
  expect(parseQuantity("9007199254740993.000000001").toNumber()).toBe(
    2 ** 53 + 2,
  );
  expect(parseQuantity("1e400").toNumber()).toBe(Infinity);
});

it("calculates, and changes nothing that it calculates with", () => {
  const memory = parseQuantity("1Gi");
  expect(memory.plus("512Mi").toString()).toBe("1536Mi");
  expect(memory.minus("1Gi").plus("1k").toString()).toBe("1k");
  expect(memory.minus(parseQuantity("2Gi")).sign()).toBe(-1);
  expect(memory.times(3).toString()).toBe("3Gi");
  expect(memory.times(2n ** 70n).toString()).toBe(`${2n ** 40n}Ei`);
  expect(memory.negated().toString()).toBe("-1Gi");
  expect(memory.toString()).toBe("1Gi");
  expect(() => memory.times(0.5)).toThrow(RangeError);
  expect(() => memory.times(2 ** 53)).toThrow("as a bigint");
});

it("compares values, not spellings", () => {
  const sorted = ["1Gi", "1G", "0", "-1", "1n", "1000M"]
    .map(parseQuantity)
    .sort((a, b) => a.compare(b));
  expect(sorted.map(String)).toEqual(["-1", "0", "1n", "1G", "1G", "1Gi"]);
  expect(parseQuantity("1Ki").equals(1024)).toBe(true);
  expect(parseQuantity("1Ki").equals("1k")).toBe(false);
  const [a, b] = [parseQuantity("9"), parseQuantity("10")];
  expect(() => a < b).toThrow("use compare()");
});

it("keeps the suffix where Kubernetes loses it", () => {
  expect(parseQuantity("1000E").toString()).toBe("1000E");
  expect(parseQuantity("1000000E").toString()).toBe("1000000E");
});

it("writes itself into JSON and text", () => {
  const quantity = parseQuantity("0.5Gi");
  expect(JSON.stringify({ quantity })).toBe('{"quantity":"512Mi"}');
  expect(`${quantity}`).toBe("512Mi");
});

it("writes numbers", () => {
  const written = (value: bigint | number, format: QuantityFormat): string =>
    formatQuantity(value, format);
  expect(written(1536n * 1024n, "BinarySI")).toBe("1536Ki");
  expect(written(0.25, "DecimalSI")).toBe("250m");
  expect(written(0.25, "BinarySI")).toBe("250m");
  expect(written(2_000_000, "DecimalSI")).toBe("2M");
  expect(written(2e22, "DecimalExponent")).toBe("20e21");
  expect(written(2n ** 63n, "BinarySI")).toBe("8Ei");
  expect(() => written(NaN, "DecimalSI")).toThrow(TypeError);
});
