import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { root } from "./source-imports.js";
import { typeCheck } from "./type-check.js";

/**
 * What a user's program may do with the types of test/golden/choices: all that the server takes compiles under any flags, and an object
 * with several properties of a choice does not.
 */
const head = `
import type { Balancer, BalancerSpec, Exact, PersistedBalancer, Union } from "./types.js";
import type { BalancerApply } from "./apply.js";
import type { MergePatch, StrategicPatch } from "../../runtime/types.js";
type Hash = NonNullable<BalancerSpec["hash"]>;
declare const got: PersistedBalancer;
declare const spec: BalancerSpec;
declare const hash: Hash;
declare const either: boolean;
`;

const accepted: Readonly<Record<string, string>> = {
  "each of the properties": `
    const all: BalancerSpec[] = [{ port: 1, hash: {} }, { port: 1, simple: "Random" }, { port: 1, weights: { a: 1 } }];
    export const nothing: BalancerSpec = { port: 1, weights: null };`,
  "one of each choice": `
    export const hashes: Hash[] = [{}, { header: "a" }, { ring: 1 }, { cookie: "a", maglev: 1 }];`,
  "objects in lists and maps, and null where that is a value": `
    export const exact: Exact = {
      counted: { vault: "a" }, countedOrNone: {}, each: [{ a: "a" }, { b: "b" }, null], inMap: { x: { a: "a" } },
      noneByItself: {}, nullable: null, union: { gang: { size: 1 } },
    };`,
  "what is built step by step": `
    const built: Hash = {};
    built.header = "a";
    built.maglev = 2;
    let changed: BalancerSpec = { port: 1, simple: "Random" };
    changed = { port: changed.port, hash: built };
    export const chosen: BalancerSpec = { port: 1, ...(either ? { simple: "Random" } : { hash: {} }) };
    export const perhaps: Hash = { ...(either && { header: "a" }) };`,
  "what was read, changed and sent again": `
    got.spec = { ...spec, port: 2 };
    spec.simple = "Random";
    if (spec.hash) spec.hash.cookie = "c";
    const { simple, weights, ...rest } = spec;
    export const read: [string | undefined, unknown, number] = [simple, weights, rest.port];
    export const sent: Balancer = got;
    export const copy: Balancer = { ...got, spec };
    export function take(plain: { hash?: object; simple?: string; weights?: object | null; port: number }): void { take(spec); }`,
  "a part that is applied, and what was read": `
    export const several: BalancerApply = { spec: { simple: "Random", hash: { header: "a", cookie: "b" } } };
    export const again: BalancerApply = { spec };`,
  "patches that take one out and put another in": `
    export const merge: MergePatch<Balancer> = { spec: { simple: null, hash: { header: null, cookie: "c" } } };
    export const only: MergePatch<Balancer> = { spec: { port: 3 } };
    export const strategic: StrategicPatch<Union> = { basic: null, gang: { size: 3 } };`,
};

const refused: Readonly<Record<string, string>> = {
  several: `export const both: BalancerSpec = { port: 1, simple: "Random", hash: {} };`,
  "several of an inner choice": `export const inner: Hash = { ring: 1, maglev: 1 };`,
  "several of an outer choice": `export const outer: Hash = { header: "a", cookie: "a", ring: 1 };`,
  "none of which there has to be one": `export const none: BalancerSpec = { port: 1 };`,
  // The compiler holds a variable to be what it was begun as: a new object has to take its place.
  "another one of what has one": `const one: BalancerSpec = { port: 1, simple: "Random" }; one.hash = {};`,
  "what may be several": `
    declare const plain: { port: number; simple?: string; hash?: Hash };
    export const unknown: BalancerSpec = plain;`,
  "another property": `export const other: Hash = { heather: "a" };`,
  "a required one that is missing": `export const missing: BalancerSpec = { simple: "Random" };`,
};

const undefinedBeside = `export const beside: BalancerSpec = { port: 1, simple: "Random", hash: undefined };`;

describe.each([
  { flags: "exactOptionalPropertyTypes", exactOptionalPropertyTypes: true },
  { flags: "strict", exactOptionalPropertyTypes: false },
  {
    flags: "none",
    strict: false,
    exactOptionalPropertyTypes: false,
    noUncheckedIndexedAccess: false,
  },
])("with the flags $flags", ({ flags, ...options }) => {
  const folder = join(root, "test/golden/choices/expected/example.com/v1");
  const programs = { ...accepted, ...refused, undefinedBeside };
  const places = Object.keys(programs);
  let complaints: readonly string[] = [];
  const complaintsOf = (name: string): readonly string[] =>
    complaints.filter((c) => c.includes(`/use-${places.indexOf(name)}.ts:`));

  // One program for all: to start a compiler for each takes minutes.
  beforeAll(() => {
    const files = Object.entries(programs).map(
      ([name, program]): [string, string] => [
        join(folder, `use-${places.indexOf(name)}.ts`),
        `${head}${program}\nexport {};\n`,
      ],
    );
    complaints = typeCheck(
      files.map(([path]) => path),
      new Map(files),
      { ...options, noUnusedLocals: false, noUnusedParameters: false },
    );
  }, 600_000);

  test.each(Object.keys(accepted))("takes %s", (name) => {
    expect(complaintsOf(name)).toEqual([]);
  });

  test.each(Object.keys(refused))("refuses %s", (name) => {
    expect(complaintsOf(name)).toHaveLength(1);
  });

  test("takes an undefined one beside another, unless told that it is exact", () => {
    const isExact = flags === "exactOptionalPropertyTypes";
    expect(complaintsOf("undefinedBeside")).toHaveLength(isExact ? 1 : 0);
  });
});
