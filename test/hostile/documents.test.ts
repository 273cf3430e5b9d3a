import { describe, expect, test } from "vitest";
import { checkDocument } from "../../generator/document/check.js";
import { Diagnostics } from "../../generator/diagnostics.js";
import { loadDocument } from "../../generator/document/load.js";
import { parseStructuredText } from "../../generator/structured-text.js";
import { documentOf, problemsOf } from "../unit/source-fixtures.js";

/** A document with these schemas and nothing else. */
const withSchemas = (schemas: unknown): unknown => ({
  openapi: "3.0.0",
  info: {},
  paths: {},
  components: { schemas },
});

const problems = async (document: unknown) =>
  (await problemsOf(() => checkDocument(document, "doc"))).map(
    ({ code, message, at }) => [code, at?.pointer, message],
  );

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe("text that is not JSON", () => {
  test.each([
    ['{"a": 1,}', 1, 9, '"}"'],
    ['{"a": 1 "b": 2}', 1, 9, '"\\"b\\": 2}"'],
    ['{\n  "a": tru\n}', 2, 8, '"tru"'],
    ['{"a": "x\ty"}', 1, 7, '"\\"x\\ty\\"}"'],
    ['{"a": 01}', 1, 7, '"01}"'],
    ['{"a": [1, 2}', 1, 12, '"}"'],
    ['{"a": "\\x"}', 1, 7, '"\\"\\\\x\\"}"'],
    ["{'a': 1}", 1, 2, "\"'a': 1}\""],
    ['{"a": 1} trailing', 1, 10, '"trailing"'],
    ["{a: 1}", 1, 2, '"a: 1}"'],
  ])("%j is pointed at", async (text, line, column, start) => {
    const parse = () => parseStructuredText(text, "doc");
    expect(await problemsOf(parse)).toMatchObject([
      {
        code: "invalid-json",
        message: `not JSON from column ${column} on: ${start}`,
        at: { document: "doc", line },
      },
    ]);
  });

  test("is found to be cut off wherever it is cut off", async () => {
    const whole = JSON.stringify({ a: [1, "two", { b: null }], c: "é\n" });
    for (let end = 1; end < whole.length; end += 1) {
      const parse = () => parseStructuredText(whole.slice(0, end), "doc");
      const [problem] = await problemsOf(parse);
      expect(problem).toMatchObject({
        code: "invalid-json",
        message: expect.stringContaining("ends before it is whole") as string,
        at: { line: 1 },
      });
    }
  });

  test("may be of any size", async () => {
    const long = `{"a": "${"x".repeat(5_000_000)}", "b": nul}`;
    expect(
      await problemsOf(() => parseStructuredText(long, "doc")),
    ).toMatchObject([{ code: "invalid-json" }]);
    const deep = "[".repeat(1_000_000);
    expect(
      await problemsOf(() => parseStructuredText(deep, "doc")),
    ).toMatchObject([{ code: "invalid-json" }]);
  });
});

describe("YAML", () => {
  test("with aliases that unfold to a bomb is refused", async () => {
    const lines = ["openapi: 3.0.0", "a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [one, other] of [..."abcdefgh"].map((letter, index, all) => [
      letter,
      all[index + 1] ?? "i",
    ]))
      lines.push(
        `${other}: &${other} [${Array(9).fill(`*${one}`).join(", ")}]`,
      );
    const parse = () => parseStructuredText(lines.join("\n"), "doc");
    expect(await problemsOf(parse)).toMatchObject([{ code: "invalid-yaml" }]);
  });

  test("keeps versions and names as text", async () => {
    const text = 'openapi: "3.0.0"\ninfo: {version: "1.30"}\npaths: {}\n';
    expect(await parseStructuredText(text, "doc")).toEqual({
      openapi: "3.0.0",
      info: { version: "1.30" },
      paths: {},
    });
  });
});

describe("a document of a wrong shape", () => {
  test.each<[unknown, string | undefined, string]>([
    [[], "", "expected an object, found an array"],
    [null, "", "expected an object, found null"],
    [{ openapi: "3.0.0" }, "/paths", "expected an object, found nothing"],
    [
      { openapi: "3.0.0", paths: { "/a": { get: [] } } },
      "/paths/~1a/get",
      "expected an object, found an array",
    ],
    [
      { openapi: "3.0.0", paths: { "/a~b": { get: {} } } },
      "/paths/~1a~0b/get/responses",
      "expected an object, found nothing",
    ],
    [
      { openapi: "3.0.0", paths: { "/a": { parameters: [{ name: 1 }] } } },
      "/paths/~1a/parameters/0/name",
      "expected a string, found the number 1",
    ],
    [
      withSchemas({ A: { properties: [] } }),
      "/components/schemas/A/properties",
      "expected an object, found an array",
    ],
    [
      withSchemas({ A: { required: ["a", 1] } }),
      "/components/schemas/A/required/1",
      "expected a string, found the number 1",
    ],
    [
      withSchemas({ A: { type: ["string", "null"] } }),
      "/components/schemas/A/type",
      "expected a string, found an array",
    ],
    [
      withSchemas({ A: { allOf: [{ items: true }] } }),
      "/components/schemas/A/allOf/0/items",
      "expected an object, found the boolean true",
    ],
    [
      withSchemas({ A: { "x-kubernetes-group-version-kind": [{}] } }),
      "/components/schemas/A/x-kubernetes-group-version-kind/0/group",
      "expected a string, found nothing",
    ],
    [
      withSchemas([]),
      "/components/schemas",
      "expected an object, found an array",
    ],
  ])("%j is wrong at %s", async (document, pointer, message) => {
    expect(await problems(document)).toContainEqual([
      "wrong-shape",
      pointer,
      message,
    ]);
  });

  test("is told all that is wrong with it at once", async () => {
    const schemas = {
      A: { type: 1, items: reference("Gone"), not: reference("Lost") },
      B: { properties: { x: { $ref: "https://example.com/x" } } },
    };
    expect(
      (await problems(withSchemas(schemas))).map(([code]) => code),
    ).toEqual([
      "wrong-shape",
      "dangling-reference",
      "dangling-reference",
      "external-reference",
    ]);
  });
});

describe("references", () => {
  test("may have names that are encoded, or are those of Object", async () => {
    const schemas = JSON.parse(
      '{"a/b": {}, "c~d": {}, "é": {}, "__proto__": {}, "use": {"oneOf": [' +
        ["a~1b", "c~0d", "%C3%A9", "__proto__"]
          .map((name) => `{"$ref": "#/components/schemas/${name}"}`)
          .join(",") +
        "]}}",
    ) as object;
    expect(await problems(withSchemas(schemas))).toEqual([]);
  });

  test("do not reach what every object has", async () => {
    const schemas = { A: reference("constructor"), B: reference("toString") };
    const found = await problems(withSchemas(schemas));
    expect(found.map(([code, pointer]) => [code, pointer])).toEqual([
      ["dangling-reference", "/components/schemas/A/$ref"],
      ["dangling-reference", "/components/schemas/B/$ref"],
    ]);
  });

  test("may be properties: a property that is called $ref is one", async () => {
    const properties = {
      $ref: { type: "string" },
      $schema: { type: "string" },
    };
    const schemas = { JSONSchemaProps: { properties } };
    expect(await problems(withSchemas(schemas))).toEqual([]);
  });

  test("may go in a circle through a property, an item or a map, and not otherwise", async () => {
    const sound = {
      A: { properties: { a: reference("A") } },
      B: { items: reference("B") },
      C: { additionalProperties: reference("C") },
    };
    expect(await problems(withSchemas(sound))).toEqual([]);
    const unsound = {
      A: reference("B"),
      B: { allOf: [reference("C")] },
      C: { oneOf: [{ type: "string" }, { anyOf: [reference("A")] }] },
      D: reference("D"),
    };
    expect(await problems(withSchemas(unsound))).toEqual([
      [
        "circular-reference",
        "/components/schemas/A",
        "the schema is defined as itself: A → B → C → A",
      ],
      [
        "circular-reference",
        "/components/schemas/D",
        "the schema is defined as itself: D → D",
      ],
    ]);
  });

  test.each([
    "#/paths/~1api",
    "#/components/parameters/x",
    "#/components/schemas/",
    "#/components/schemas/A/properties/b",
    "#/components/schemas/%E0",
    "#",
  ])("to %s lead nowhere", async (target) => {
    const schemas = { A: { properties: { b: { $ref: target } } } };
    expect(
      (await problems(withSchemas(schemas))).map(([code]) => code),
    ).toEqual(["dangling-reference"]);
  });

  test("to anything but a schema are refused", async () => {
    const get = { responses: { "200": { $ref: "#/components/responses/x" } } };
    const paths = { "/a": { parameters: [{ $ref: "#/x" }], get } };
    expect(
      (await problems({ openapi: "3.0.0", paths })).map(([code]) => code),
    ).toEqual(["unsupported-reference", "unsupported-reference"]);
  });
});

test("names of Object in the place of names are only names", async () => {
  const document = JSON.parse(
    JSON.stringify(documentOf("apps", "v1", "Deployment")).replaceAll(
      "example.ObjectMeta",
      "__proto__",
    ),
  ) as object;
  const loaded = await loadDocument({
    key: "apis/apps/v1",
    label: "doc",
    read: () => Promise.resolve({ kind: "value", value: document }),
  });
  expect(Object.keys(loaded.document.components.schemas)).toContain(
    "__proto__",
  );
  expect(({} as Record<string, unknown>)["properties"]).toBeUndefined();
  expect(new Diagnostics().list).toEqual([]);
});
