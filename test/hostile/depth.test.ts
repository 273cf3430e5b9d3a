import { expect, test } from "vitest";
import { renderDiagnostic } from "../../generator/diagnostics.js";
import { checkDocument } from "../../generator/document/check.js";
import { problemsOf } from "../unit/source-fixtures.js";

const problems = async (schemas: unknown) => {
  const document = { openapi: "3.0.0", paths: {}, components: { schemas } };
  const found = await problemsOf(() => checkDocument(document, "doc"));
  return found.map(({ code, message, at }) => [code, at?.pointer, message]);
};

test("a schema of any depth ends in a message", async () => {
  let schema: object = {};
  for (let depth = 0; depth < 100_000; depth += 1) schema = { items: schema };
  expect((await problems({ A: schema })).map(([code]) => code)).toEqual([
    "too-deep",
  ]);
});

test.each(["default", "enum", "example", "x-anything"])(
  "a value of any depth under %s ends in a message",
  async (keyword) => {
    let value: unknown = [];
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    const schemas = { A: { items: { [keyword]: value } } };
    expect(await problems(schemas)).toEqual([
      [
        "too-deep",
        `/components/schemas/A/items/${keyword}`,
        "the value is more than 200 levels deep",
      ],
    ]);
  },
);

test("a place that is far down is shown without its middle", () => {
  const pointer = `/begin${"/items".repeat(1000)}/end`;
  const text = renderDiagnostic({
    severity: "error",
    code: "too-deep",
    message: "it is",
    at: { document: "doc", pointer },
  });
  expect(text).toMatch(/^doc#\/begin\/items.*….*\/items\/end: error/);
  expect(text.length).toBeLessThan(250);
});
