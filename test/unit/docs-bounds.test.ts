import { expect, test } from "vitest";
import { makeMarkdown } from "../../generator/docs/markdown-site.js";
import type { Documented } from "../../generator/docs/reference.js";
import { makeSite } from "../../generator/docs/site.js";
import type { Document, Schema } from "../../generator/document/openapi.js";
import { documentedBy } from "./docs-schemas.js";

const kind = { group: "example.com", version: "v1", kind: "Widget" };
const nameOf = (typeName: string): string => `com.example.v1.${typeName}`;
const refTo = (typeName: string): Schema => ({
  $ref: `#/components/schemas/${nameOf(typeName)}`,
});
const fields = (names: readonly string[], field: Schema): Schema => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, field])),
});
const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}${String(i)}`);

type Operations = Document["paths"][string];
type Operation = NonNullable<Operations["get"]>;

/** An operation on a widget, which answers with one. */
function operation(action: string, more: Partial<Operation> = {}): Operation {
  const content = { "application/json": { schema: refTo("Widget") } };
  return {
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": kind,
    responses: { "200": { content } },
    ...(action === "get" ? {} : { requestBody: { content } }),
    ...more,
  } as Operation;
}

/** What a site is made from: widgets, with these types and with more paths below `widgets/{name}`. */
function widgets(
  schemas: { readonly [typeName: string]: Schema },
  below: { readonly [path: string]: Operations } = {},
): Documented {
  const at = "/apis/example.com/v1/widgets";
  const document: Document = {
    openapi: "3.0.0",
    info: {},
    paths: {
      [`${at}/{name}`]: { get: operation("get"), put: operation("put") },
      ...Object.fromEntries(
        Object.entries(below).map(([path, operations]) => [
          `${at}/{name}${path}`,
          operations,
        ]),
      ),
    },
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([typeName, schema]) => [
          nameOf(typeName),
          typeName === "Widget"
            ? { ...schema, "x-kubernetes-group-version-kind": [kind] }
            : schema,
        ]),
      ),
    },
  };
  return documentedBy(document, kind.group, kind.version);
}

/** The pages of both formats, by their paths; none is larger than a page may be. */
function boundedPages(documented: Documented): ReadonlyMap<string, string> {
  const files = [makeSite, makeMarkdown].flatMap((make) => [
    ...make(documented).files,
  ]);
  const pages = new Map(
    files
      .filter(({ path }) => /\.(?:html|md)$/.test(path))
      .map(({ path, text }) => [path, text]),
  );
  const large = [...pages]
    .map(([path, text]) => [path, Buffer.byteLength(text)] as const)
    .filter(([, bytes]) => bytes > 300_000);
  expect(large).toEqual([]);
  return pages;
}

const widget = fields(["size"], { type: "string" });
const types = "example.com/v1/types";

test("a resource with hundreds of subresources has pages, on which each is told once", () => {
  const names = numbered("part", 150);
  const operations = { get: operation("get"), put: operation("put") };
  const pages = boundedPages(
    widgets(
      { Widget: widget },
      Object.fromEntries(names.map((name) => [`/${name}`, operations])),
    ),
  );
  for (const [ending, anchor] of [
    ["html", /<h3 id="subresource-(part\d+)-get"/g],
    ["md", /<a id="-subresource-(part\d+)-get">/g],
  ] as const) {
    const own = [...pages].filter(([path]) =>
      new RegExp(`^example\\.com/v1/widgets(?:-\\d+)?\\.${ending}$`).test(path),
    );
    expect(own.length).toBeGreaterThan(1);
    const told = own.flatMap(([, text]) =>
      [...text.matchAll(anchor)].map(([, name]) => name),
    );
    expect(told.sort()).toEqual([...names].sort());
    expect(pages.get(`example.com/v1/widgets.${ending}`)).toContain(
      `widgets-2.${ending}`,
    );
  }
});

test("query parameters have the room that there is, and say how many more there are", () => {
  const parameters = numbered("parameter", 300).map((name) => ({
    name,
    in: "query" as const,
    description: "x".repeat(100_000),
    schema: { type: "string" },
  }));
  const get = operation("get", { parameters });
  const pages = boundedPages(widgets({ Widget: widget }, { "/part": { get } }));
  for (const page of ["widgets.html", "widgets.md"])
    expect(pages.get(`example.com/v1/${page}`)).toMatch(/… and 2\d\d more\./);
});

test.each([
  ["words", "some words "],
  ["markup", "<{{"],
  ["lists", "- a\n"],
  ["blocks of code", "```\n((((((((((((((((((((((((((((((((((\n```\n"],
  ["addresses", "http://a "],
  ["Chinese", "```\n説明説明説明説明\n```\n"],
])("descriptions of 100 KB, of %s, are cut", (_, text) => {
  const description = text.repeat(Math.ceil(100_000 / text.length));
  const field: Schema = { type: "string", description };
  boundedPages(
    widgets({
      Widget: { description, ...fields(numbered("f", 16), field) },
      Alone: { type: "string", description },
    }),
  );
});

test("a type of thousands of others, and values of any length, have short signatures", () => {
  const names = numbered("Other", 500);
  const long = Array.from({ length: 20 }, (_, i) => "x".repeat(20_000 + i));
  const pages = boundedPages(
    widgets({
      Widget: fields(["size"], { oneOf: names.map(refTo) }),
      Any: { oneOf: names.map(refTo) },
      Word: { type: "string", enum: long },
      ...Object.fromEntries(names.map((name) => [name, { type: "string" }])),
    }),
  );
  for (const typeName of ["Widget", "Any", "Word"])
    expect(pages.get(`${types}/${typeName}.html`)?.length).toBeLessThan(60_000);
  expect(pages.get(`${types}/Any.html`)).toContain("Other0");
});

test("what requires more than an example has room for is left to the type", () => {
  const names = numbered("field", 10);
  const level = (next: number): Schema => ({
    ...fields(names, refTo(`Level${String(next)}`)),
    required: names,
  });
  const levels = Array.from({ length: 30 }, (_, i) => [
    `Level${String(i)}`,
    level(i + 1),
  ]);
  const post = operation("post");
  const pages = boundedPages(
    widgets(
      {
        Widget: level(0),
        ...Object.fromEntries(levels),
        Level30: { type: "string" },
      },
      { "/part": { post } },
    ),
  );
  expect(pages.get("example.com/v1/widgets.md")).toContain(
    "declare const body: any;\nawait widgets.part.create",
  );
});
