import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { format } from "prettier";
import { expect, test } from "vitest";
import { createProgram } from "../../generator/cli/program.js";
import { outputKeys, ownKeys } from "../../generator/config/keys.js";
import { configSchema, outputKeysTable, type Schema } from "./config-schema.js";
import { root } from "./source-imports.js";

/** Compares a file with what it must hold, or writes it where the golden cases are rewritten. */
function expectFile(path: string, expected: string): void {
  const file = join(root, path);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, expected);
  expect(existsSync(file) ? readFileSync(file, "utf8") : "").toBe(expected);
}

const properties = configSchema()["properties"] as Readonly<
  Record<string, Schema>
>;

test("config.schema.json is what the types say", async () => {
  const text = JSON.stringify(configSchema());
  expectFile("config.schema.json", await format(text, { parser: "json" }));
});

test("the table of docs/configuration.md is what the types say", async () => {
  const text = readFileSync(join(root, "docs/configuration.md"), "utf8");
  const table = /^\| key .*?\n(?=\n)/ms;
  expect(text).toMatch(table);
  const filled = text.replace(table, () => `${outputKeysTable()}\n`);
  expectFile(
    "docs/configuration.md",
    await format(filled, { parser: "markdown" }),
  );
});

test("what is checked are the keys of the schema, and of their kinds", () => {
  expect(new Set([...Object.keys(outputKeys), ...ownKeys])).toEqual(
    new Set(Object.keys(properties)),
  );
  for (const [key, { kind }] of Object.entries(outputKeys)) {
    const { anyOf, enum: choices, type } = properties[key]!;
    const said = typeof kind === "string" ? kind : "choice";
    const kinds = {
      boolean: type === "boolean",
      package: type === "string",
      text: type === "string",
      texts: Array.isArray(anyOf),
      choice: Array.isArray(choices),
    };
    expect(kinds[said], key).toBe(true);
    if (typeof kind !== "string")
      expect([...kind].sort()).toEqual([...(choices as string[])].sort());
  }
});

test("every flag of generate has its key", () => {
  const none = (): Promise<void> => Promise.resolve();
  const program = createProgram({
    init: none,
    generate: none,
    resources: none,
    snapshot: none,
    diff: none,
    docs: none,
    listContexts: none,
    currentContext: none,
    changeContext: none,
  });
  const generate = program.commands.find((one) => one.name() === "generate");
  const flags = generate!.options.map((option) => option.attributeName());
  // What these say is which configuration is meant, what of it, and how long.
  const own = ["config", "only", "shard", "watch"];
  expect(new Set(flags.filter((flag) => !own.includes(flag)))).toEqual(
    new Set(Object.keys(outputKeys).filter((key) => key !== "name")),
  );
});

test.each([
  [{ from: "builtin" }, true],
  [{ $schema: "x", strict: true, outputs: [{ out: "a" }] }, true],
  [{ form: "builtin" }, false],
  [{ include: [] }, false],
  [{ include: ["apps", 5] }, false],
  [{ emit: "tsx" }, false],
  [{ out: " " }, false],
  [{ outputs: [] }, false],
  [{ outputs: [{ outt: "a" }] }, false],
  [{ out: "k8s", outputs: [{ out: "a" }] }, false],
])("the schema says of %j that it is right: %j", (config, isRight) => {
  expect(new Ajv().compile(configSchema())(config)).toBe(isRight);
});
