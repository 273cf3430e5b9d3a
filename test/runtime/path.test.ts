import { describe, expect, it } from "vitest";
import {
  groupVersionPath,
  pathSegment,
  pathTail,
} from "../../templates/runtime/path.js";

describe("pathSegment", () => {
  it("encodes what a URL cannot hold", () => {
    expect(pathSegment("name", "system:node")).toBe("system%3Anode");
    expect(pathSegment("name", "a b?c#d")).toBe("a%20b%3Fc%23d");
    expect(pathSegment("name", "ключ")).toBe(encodeURIComponent("ключ"));
  });

  it.each(["", ".", ".."])("refuses %j, and names the parameter", (value) => {
    expect(() => pathSegment("namespace", value)).toThrow(/"namespace"/);
    expect(() => pathSegment("namespace", value)).toThrow(TypeError);
  });

  it.each(["a/b", "../secrets/x", "%2e%2e", "a%2Fb"])(
    "refuses %j: servers would take it for another path",
    (value) => {
      expect(() => pathSegment("name", value)).toThrow(TypeError);
    },
  );

  it("refuses what is not a string", () => {
    expect(() => pathSegment("name", undefined as unknown as string)).toThrow(
      /"name" must be a string/,
    );
  });
});

describe("pathTail", () => {
  it("keeps slashes, and encodes the rest", () => {
    expect(pathTail("path", "a b/c?d/")).toBe("a%20b/c%3Fd/");
    expect(pathTail("path", "/metrics")).toBe("metrics");
    expect(pathTail("path", "")).toBe("");
  });

  it.each(["..", "a/../b", "./x"])("refuses %j", (value) => {
    expect(() => pathTail("path", value)).toThrow(/"path"/);
  });
});

it("tells the core group from the others", () => {
  expect(groupVersionPath("", "v1")).toBe("/api/v1");
  expect(groupVersionPath("apps", "v1")).toBe("/apis/apps/v1");
});
