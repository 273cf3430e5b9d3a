import { rulesDoc } from "../../generator/emit/rules.js";
import * as prettier from "prettier";
import { describe, expect, test } from "vitest";
import { declaration } from "../../templates/declaration.js";
import { docComment, safeText } from "../../templates/doc-comment.js";
import { constant, type Value } from "../../templates/facts.js";
import { groupClient } from "../../templates/group-client.js";
import { imports } from "../../templates/imports.js";
import { propertyKey, stringLiteral } from "../../templates/literal.js";
import { pathFunction } from "../../templates/path-function.js";
import { resourceConstant } from "../../templates/resource-constant.js";
import { resourceInterface } from "../../templates/resource-interface.js";
import { rootClient } from "../../templates/root-client.js";
import type { Member, NameOf } from "../../templates/type-expression.js";
import { Dice } from "./dice.js";
import {
  anyMembers,
  anyMethods,
  anyName,
  anyType,
  anyWord,
} from "./any-type.js";

const names: NameOf = ({ name }) => name;

/** Prettier's default options are what a user's tree is formatted with; text that moves there would differ on every run. */
async function expectStable(text: string): Promise<void> {
  expect(await prettier.format(text, { parser: "typescript" })).toBe(text);
}

/** Different texts, and the same ones in every run. */
const rolls = Array.from({ length: 40 }, (_, seed) => new Dice(seed));

describe("what the printer writes is a fixed point of prettier:", () => {
  test.each(rolls)("aliases %#", async (dice) => {
    const views = dice.several(10, () => ({
      name: anyName(dice),
      doc: "",
      body: { kind: "alias" as const, type: anyType(dice, 4) },
    }));
    await expectStable(
      views.map((view) => declaration(view, names)).join("\n"),
    );
  });

  test.each(rolls)("interfaces %#", async (dice) => {
    const views = dice.several(4, () => ({
      name: anyName(dice),
      doc: "What it is.",
      body: {
        kind: "interface" as const,
        members: anyMembers(dice, 4),
        open: dice.chance(0.2),
        ...(dice.chance(0.3)
          ? { extends: { kind: "text" as const, text: anyName(dice) } }
          : {}),
      },
    }));
    await expectStable(
      views.map((view) => declaration(view, names)).join("\n"),
    );
  });

  test.each(rolls)("interfaces of methods %#", async (dice) => {
    const view = {
      name: anyName(dice),
      doc: "",
      methods: anyMethods(dice),
      members: dice.chance(0.5) ? anyReferences(dice) : [],
    };
    await expectStable(resourceInterface(view, names));
  });

  test.each(rolls)("constants %#", async (dice) => {
    const value = {
      properties: dice.several(
        5,
        () => [anyWord(dice), anyValue(dice, 2)] as const,
      ),
    };
    await expectStable(constant(anyName(dice), anyName(dice), "", value));
  });

  test.each(rolls)("resources %#", async (dice) => {
    const interfaces = [anyName(dice), anyName(dice)];
    const view = {
      name: anyName(dice),
      doc: "",
      type: "NamespacedResource",
      interfaces: interfaces.slice(dice.below(2)),
      identity: { properties: [["plural", anyWord(dice)]] },
    } as const;
    await expectStable(resourceConstant(view));
  });

  test.each(rolls)("clients %#", async (dice) => {
    const type = anyName(dice);
    const accessors = dice.several(3, () => ({
      name: anyWord(dice),
      doc: "Objects.",
      type: anyName(dice),
      namespaced: dice.chance(0.5),
      everywhere: dice.chance(0.5) ? anyName(dice) : undefined,
    }));
    const runtime = {
      transport: "Transport",
      groupVersionClient: "groupVersionClient",
    };
    const resources = `${type.toLowerCase()}Resources`;
    const factory = type.toLowerCase();
    const apiVersion = "example.com/v1";
    await expectStable(
      groupClient({ type, factory, resources, apiVersion, accessors, runtime }),
    );

    const groups = dice.several(3, () => ({
      group: `${"group.".repeat(1 + dice.below(14))}io`,
      names: dice.several(2, () => anyWord(dice)),
      type: anyName(dice),
      versions: dice.several(2, () => ({
        version: dice.pick(["v1", "v10", "v1beta1", "v1-10-0", "nightly"]),
        type: anyName(dice),
        resources: `${anyName(dice).toLowerCase()}Resources`,
      })),
    }));
    await expectStable(rootClient({ source: "a server", groups }));
    await expectStable(rootClient({ source: "a server", groups: [] }));
  });

  test.each(rolls)("imports and paths %#", async (dice) => {
    const views = dice.several(3, (position) => ({
      from: `./${"x".repeat(dice.below(30))}${position}.js`,
      names: dice.several(4, (i) => {
        const name = `${anyName(dice)}${position}${i}`;
        return {
          name,
          local: dice.chance(0.3) ? `${name}$` : name,
          typeOnly: dice.chance(0.5),
        };
      }),
    }));
    const used = views.flatMap((view) => view.names.map(({ local }) => local));
    await expectStable(`${imports(views)}\nexport { ${used[0] ?? ""} };\n`);

    const parameters = dice.several(
      2,
      (i) => ["namespace", "name", "path"][i] ?? "",
    );
    const root = `/apis/${"example.".repeat(1 + dice.below(6))}com/v1`;
    const template = parameters.map((p) => `/${p}s/{${p}}`).join("");
    const form = { parameters, template: root + template };
    const shorter = { parameters: parameters.slice(0, -1), template: root };
    const forms = dice.chance(0.5) ? [form] : [shorter, form];
    const name = `${anyName(dice).toLowerCase()}Path`;
    await expectStable(pathFunction({ name, doc: "", forms }));
  });
});

describe("a string literal", () => {
  test.each([
    ["plain", '"plain"'],
    ['say "hi"', `'say "hi"'`],
    ["it's", `"it's"`],
    [`it's "both"`, `'it\\'s "both"'`],
    [`"one" and 'two' and 'three'`, `"\\"one\\" and 'two' and 'three'"`],
    ["back\\slash", '"back\\\\slash"'],
    ["a\nb\tc", '"a\\nb\\tc"'],
    ["\u2028\u202e\u0000", '"\\u2028\\u202e\\u0000"'],
  ])("of %j", async (value, literal) => {
    expect(stringLiteral(value)).toBe(literal);
    expect(new Function(`return ${literal}`)()).toBe(value);
    await expectStable(`x = ${literal};\n`);
  });
});

test.each([
  ["name", "name"],
  ["$ref", "$ref"],
  ["_a1", "_a1"],
  ["1a", '"1a"'],
  ["a-b", '"a-b"'],
  ["", '""'],
])("the key %j is written %s", (name, key) => {
  expect(propertyKey(name)).toBe(key);
});

describe("a comment", () => {
  test("is nothing for no text, one line where it fits, and broken at spaces where it does not", () => {
    expect(docComment("", "")).toBe("");
    expect(docComment("Short.", "  ")).toBe("  /** Short. */\n");
    const lines = docComment("word ".repeat(40).trim(), "  ").split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(
      100,
    );
    expect(lines.length).toBeGreaterThan(3);
  });

  test("cannot be ended, tagged or turned round by a stranger's text", () => {
    const text = safeText(
      "*/ x\n@param y {@link z}\r\n\u202ehidden\u2028end  \n\n\n\nmore",
    );
    expect(text).toBe("*\\/ x\n\\@param y {\\@link z}\nhidden\nend\n\nmore");
  });

  test("does not get a tag or a bullet from a line that is broken", () => {
    const filler = "x".repeat(96);
    for (const word of ["@tag", "-", "*", "1.", "#"])
      expect(docComment(`${filler} ${word} on`, "")).toContain(
        `\n * \\${word} on`,
      );
  });
});

function anyValue(dice: Dice, depth: number): Value {
  return dice.pick<() => Value>([
    () => anyWord(dice),
    () => dice.chance(0.5),
    () => dice.several(12, () => anyWord(dice)),
    () => ({ name: anyName(dice) }),
    () =>
      depth === 0
        ? "deep"
        : {
            properties: dice.several(
              3,
              () => [anyWord(dice), anyValue(dice, depth - 1)] as const,
            ),
          },
  ])();
}

function anyReferences(dice: Dice): readonly Member[] {
  return dice.several(3, () => ({
    name: anyWord(dice),
    doc: "",
    optional: false,
    readonly: true,
    type: { kind: "text", text: anyName(dice) },
  }));
}

test("a key that leaves no room for a brace has its value on the next line", async () => {
  for (const length of [68, 69, 70, 71, 72, 73, 74]) {
    const key = "long ".repeat(20).slice(0, length);
    const text = constant("a", "unknown", "", {
      properties: [[key, { properties: [["b", "c"]] }]],
    });
    expect(await prettier.format(text, { parser: "typescript" })).toBe(text);
  }
});

test("a resource whose type just fits has its value on the next line", async () => {
  for (const length of [24, 25, 26, 27, 28, 29, 30]) {
    const text = resourceConstant({
      name: "a",
      doc: "",
      type: "NamespacedResource",
      interfaces: ["B".repeat(length / 2), "C".repeat(length)],
      identity: { properties: [["b", "c"]] },
    });
    expect(await prettier.format(text, { parser: "typescript" })).toBe(text);
  }
});

test("a rule of which nothing can be seen has no bullet", () => {
  const unseen = { rule: "\u200b", message: "\u200b" };
  const schema = { "x-kubernetes-validations": [unseen] };
  expect(rulesDoc(schema, "The server checks:")).toBe("");
});
