import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { checkDocument } from "../../generator/document/check.js";
import { saysDeprecated } from "../../generator/document/deprecation.js";
import { propertyDoc } from "../../generator/emit/docs.js";
import { maximumYamlBytes } from "../../generator/limits.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import { openSource } from "../../generator/source/open.js";
import { parseStructuredText } from "../../generator/structured-text.js";
import { docComment, safeText } from "../../templates/doc-comment.js";
import { textSource } from "../fuzz/memory-source.js";
import { startServer, temporaryFolder } from "../runtime/servers.js";
import { problemsOf } from "../unit/source-fixtures.js";

// Each of these would take hours, or all memory, where its bound were missing. None measures a time.

const codesOf = async (work: () => unknown): Promise<readonly string[]> =>
  (await problemsOf(work)).map(({ code }) => code);

const schemasOf = (schemas: unknown) => ({
  openapi: "3.0.0",
  info: {},
  paths: {},
  components: { schemas },
});

function generated(schemas: unknown): Promise<Generation> {
  const text = JSON.stringify(schemasOf(schemas));
  return generate(textSource([["apis/example.com/v1", text]]).source, {});
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe("YAML", () => {
  const read = (text: string) => codesOf(() => parseStructuredText(text, "y"));

  test.each([
    ["lists that stay open", `a: ${"[".repeat(100_000)}`],
    ["mappings that stay open", `a: ${"{a: ".repeat(100_000)}`],
    ["lists in a line", `${"- ".repeat(100_000)}x`],
    ["keys in a line", `${"? ".repeat(100_000)}x`],
    [
      "mappings in mappings",
      Array.from({ length: 1000 }, (_, n) => `${" ".repeat(n)}a:`).join("\n"),
    ],
  ])("of %s is too deep", async (_, text) => {
    expect(await read(text)).toEqual(["too-deep"]);
  });

  test("that is too large is not read", async () => {
    expect(await read(`a: ${"x".repeat(maximumYamlBytes)}`)).toEqual([
      "too-large",
    ]);
  });

  test("may have brackets in its text", async () => {
    const text = `a: '${"[{".repeat(2000)}'\nb: |\n  ${"[".repeat(2000)}\n`;
    expect(await read(text)).toEqual([]);
  });

  test("may have many keys", async () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `k${n}: v\n`);
    expect(await read(keys.join(""))).toEqual([]);
  });

  test.each([
    ["a: 1\nb: 2\na: 3\n", /^the key "a" comes twice/],
    ["? [a, b]\n: 1\n", /^a key is a list or a mapping/],
    ["a: {? {? {x: 1} : 1} : 1}\n", /^a key is a list or a mapping/],
  ])("may not have the keys of %j", async (text, message) => {
    const [problem] = await problemsOf(() => parseStructuredText(text, "y"));
    expect(problem?.code).toBe("invalid-yaml");
    expect(problem?.message).toMatch(message);
  });
});

describe("a document", () => {
  const deep = (): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) value = { a: value };
    return value;
  };
  const operation = { responses: { "200": {} } };

  test.each<[string, object]>([
    ["itself", { "x-a": deep() }],
    ["its info", { info: deep() }],
    ["a path", { paths: { "/a": { "x-a": deep() } } }],
    [
      "an operation",
      { paths: { "/a": { get: { ...operation, "x-a": deep() } } } },
    ],
    [
      "an answer",
      {
        paths: { "/a": { get: { responses: { "200": { headers: deep() } } } } },
      },
    ],
    ["its components", { components: { schemas: {}, examples: deep() } }],
    ["a reference", { components: { schemas: { A: { $ref: deep() } } } }],
  ])("may hold nothing in %s that is too deep", async (_, part) => {
    const document = { ...schemasOf({}), ...part };
    const [code] = await codesOf(() => checkDocument(document, "doc"));
    expect(code).toMatch(/^(?:too-deep|dangling-reference)$/);
  });

  test("is told of a hundred problems, and that there are more", async () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 5000 }, (_, n) => [`S${n}`, { type: n }]),
    );
    const codes = await codesOf(() => checkDocument(schemasOf(schemas), "doc"));
    expect(codes).toHaveLength(101);
    expect(codes.at(-1)).toBe("too-many-problems");
  });

  test("has no endless names", async () => {
    const long = "a.".repeat(50_000);
    const document = schemasOf({ [`${long}A`]: {}, [`b.${long}A`]: {} });
    expect(await codesOf(() => checkDocument(document, "doc"))).toEqual([
      "too-long",
      "too-long",
    ]);
  });

  test("may have ten thousand properties, and names that come to the same", async () => {
    const object = { type: "object", properties: { x: { type: "string" } } };
    const names = Array.from(
      { length: 10_000 },
      (_, n) => `a${"_".repeat(n % 100)}b${"_".repeat(Math.floor(n / 100))}`,
    );
    const properties = Object.fromEntries(names.map((name) => [name, object]));
    const { files } = await generated({ A: { type: "object", properties } });
    const types = files.find(({ path }) => path.endsWith("v1/types.ts"));
    expect(types?.text.match(/^export interface AA/gm)).toHaveLength(10_000);
  });

  test("may have chains of references, and enums, of any length", async () => {
    const count = 20_000;
    const schemas = Object.fromEntries(
      Array.from({ length: count }, (_, n) => [
        `S${n}`,
        n === count - 1
          ? { enum: Array.from({ length: count }, (_, value) => `v${value}`) }
          : { allOf: [reference(`S${n + 1}`)] },
      ]),
    );
    expect((await generated(schemas)).files.length).toBeGreaterThan(0);
    const circle = { ...schemas, [`S${count - 1}`]: reference("S0") };
    const [problem] = await problemsOf(() => generated(circle));
    expect(problem?.code).toBe("circular-reference");
    expect(problem?.message.length).toBeLessThan(300);
  });

  test("may refer twice to what refers twice, and so on", async () => {
    const twice = (to: string) => [reference(to), reference(to)];
    const schemas = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [
        `S${n}`,
        n === 59
          ? { type: "string" }
          : { allOf: twice(`S${n + 1}`), oneOf: twice(`S${n + 1}`) },
      ]),
    );
    expect((await generated(schemas)).files.length).toBeGreaterThan(0);
  });
});

test.each([
  ["blanks", `deprecated${" ".repeat(500_000)}\n`],
  ["ends of lines", `deprecated${"\n".repeat(500_000)}@x Deprecated:`],
  ["blanks before a word", `${" ".repeat(500_000)}x deprecated \n`],
  ["blanks that are none", `@${"\u00a0\n".repeat(250_000)}deprecated @`],
  ["full stops", `deprecated ${". ".repeat(250_000)}`],
  ["one word", `deprecated ${"x".repeat(500_000)}`],
  ["tags", "deprecated @".repeat(40_000)],
])("a description of many %s takes no longer than another", (_, text) => {
  for (const description of [text, text + "x", `x${text}`]) {
    saysDeprecated(description);
    docComment(safeText(description), "");
    propertyDoc(
      { description, pattern: description, default: description },
      { setsDefaults: true },
    );
  }
});

describe("what has no end", () => {
  test.each([false, true])(
    "is given up: a server's, gzipped: %s",
    async (gzipped) => {
      const { createGzip } = await import("node:zlib");
      const { url } = await startServer((_, response) => {
        if (gzipped) response.setHeader("content-encoding", "gzip");
        const body = gzipped ? createGzip() : response;
        if (body !== response) body.pipe(response);
        const piece = Buffer.alloc(1024 * 1024, " ");
        const write = (): void => {
          while (!response.destroyed && body.write(piece));
        };
        body.on("drain", write).on("error", () => undefined);
        response.on("close", () => body.destroy());
        write();
      });
      const diagnostics = new Diagnostics();
      const source = await openSource([url], {}, diagnostics);
      expect(await codesOf(() => generate(source, {}))).toEqual(["too-large"]);
      await source.close();
    },
  );

  test.runIf(process.platform === "linux")(
    "is given up: a file's",
    async () => {
      const folder = temporaryFolder();
      symlinkSync(
        "/dev/zero",
        join(folder, "apis__a.example.com__v1_openapi.json"),
      );
      const source = await openSource([folder], {}, new Diagnostics());
      const codes = await codesOf(() => generate(source, {}));
      expect(codes).toEqual(["too-large"]);
    },
  );
});
