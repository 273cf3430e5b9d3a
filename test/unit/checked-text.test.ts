import { join } from "node:path";
import { expect, test } from "vitest";
import { banner } from "../../templates/banner.js";
import { checkedText } from "../checked-text.mjs";
import { root } from "./source-imports.js";
import { typeCheck } from "./type-check.js";

const head = banner({ toolVersion: "1.0.0", serverVersion: undefined });
const wrong = `${head}export const replicas: number = "three";\n`;

test("tests check a generated file, though it asks not to be checked", () => {
  const path = join(root, "templates/wrong.ts");
  expect(head).toContain("\n// @ts-nocheck");
  expect(typeCheck([path], new Map([[path, wrong]]))).toEqual([
    "templates/wrong.ts:7: Type 'string' is not assignable to type 'number'.",
  ]);
});

test("the lines of a file keep their numbers", () => {
  const { length } = wrong.split("\n");
  expect(checkedText(wrong).split("\n")).toHaveLength(length);
});
