import { describe, expect, it } from "vitest";
import {
  readYaml,
  type YamlValue,
} from "../../templates/runtime/kubeconfig-yaml.js";

/** What a text says, as plain data. */
function data(value: YamlValue | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === "scalar") return value.value;
  if (value.kind === "list") return value.items.map(data);
  return Object.fromEntries(
    [...value.entries].map(([key, item]) => [key, data(item)]),
  );
}

const read = (text: string): unknown => data(readYaml("f", text));

// Each is what kubectl 1.37 makes of it: test/cluster/kubeconfig-kubectl.test.ts asks it.
describe("kubectl's YAML", () => {
  it.each<[string, unknown]>([
    ["yes", true],
    ["Y", true],
    ["On", true],
    ["TRUE", true],
    ["tRUE", "tRUE"],
    ["off", false],
    ["n", false],
    ["'n'", "n"],
    ["~", null],
    ["Null", null],
    ["---", null],
    ["''", ""],
    ["0", 0],
    ["010", 8],
    ["08", 8],
    ["0o17", 15],
    ["0x1F", 31],
    ["-0b101", -5],
    ["1_000", 1000],
    ["1.50", 1.5],
    ["-.5e1", -5],
    ["433e40", 433e40],
    ["0123abc", "0123abc"],
    ["1.2.3", "1.2.3"],
    ["-", [null]],
    ["2001-01-01", "2001-01-01"],
    ["12:30:45", "12:30:45"],
    [".", "."],
    ["!!str 123", "123"],
    ['!!int "12"', 12],
    ["!!binary aGVsbG8=", "hello"],
    ["!foo bar", "bar"],
    ["|\n  yes\n", "yes\n"],
  ])("%j is %j", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it("takes the last of equal keys, and keys as text", () => {
    expect(read("{ a: 1, b: 2, a: 3, 010: x, true: b }")).toEqual({
      a: 3,
      b: 2,
      8: "x",
      true: "b",
    });
  });

  it("puts what an anchor marks in the place of each alias, the last one before it", () => {
    expect(read("u: &a [1]\nv: *a\nw: &a 2\nx: *a\n*a : k\n")).toEqual({
      u: [1],
      v: [1],
      w: 2,
      x: 2,
      2: "k",
    });
  });

  it("merges by <<, in the order of the file, the first of several", () => {
    expect(
      read(`base: &base { a: 1, b: 1 }
before: { a: 2, <<: *base }
after: { <<: *base, a: 2 }
several: { <<: [*base, { a: 9, c: 9 }] }
text: { "<<": 1 }
`),
    ).toEqual({
      base: { a: 1, b: 1 },
      before: { a: 1, b: 1 },
      after: { a: 2, b: 1 },
      several: { a: 1, b: 1, c: 9 },
      text: { "<<": 1 },
    });
  });

  const bomb = (width: number, depth: number): string =>
    Array.from(
      { length: depth },
      (_, level) =>
        `a${level}: &a${level} [${Array.from({ length: width }, () => (level === 0 ? "x" : `*a${level - 1}`)).join()}]\n`,
    ).join("");

  it.each<[string, number, string]>([
    ["x: *nope", 1, "an alias has no anchor before it"],
    ["y: 1\nx: &a [*a]", 2, "an anchor holds an alias of itself"],
    ["x: { <<: 1 }", 1, '"<<" merges maps, and this is none'],
    ["x: { <<: [1] }", 1, '"<<" merges maps, and this is none'],
    ["y: 1\n? [a]\n: b", 2, "a key is no text"],
    ["~: x", 1, "a key is no text"],
    [
      `x: &a [${"1,".repeat(60)}]\nlist:\n${"- *a\n".repeat(7_000)}`,
      6494,
      "its aliases stand for too much",
    ],
    [bomb(9, 9), 4, "its aliases stand for too much"],
    [`${"[".repeat(20_000)}`, 1, "RESOURCE_EXHAUSTION"],
    ["a: [", 1, "FLOW_|BAD_"],
    ["a:\n\t- b", 2, "TAB_AS_INDENT"],
  ])("refuses %#, and says where", (text, line, why) => {
    expect(() => read(text)).toThrow(
      new RegExp(
        `^"f", line ${line}: not a kubeconfig, because not YAML \\((${why})`,
      ),
    );
  });

  it("lets aliases stand for much, as long as kubectl does", () => {
    expect(read(bomb(9, 3))).toHaveProperty("a2");
    const list = "x: &a [1,2,3]\nlist:\n" + "- *a\n".repeat(1_000);
    expect(read(list)).toHaveProperty("list");
  });
});
