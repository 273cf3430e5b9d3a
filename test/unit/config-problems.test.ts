import { describe, expect, test } from "vitest";
import { problemsOf, workIn } from "./config-files.js";

/** Of each configuration, its first problem as it is printed, up to its hint. */
const cases: readonly (readonly [
  file: string,
  text: string,
  problem: string,
  hint: string,
])[] = [
  // Text
  [
    "c.yaml",
    "",
    "c.yaml: error[bad-config]: a configuration is an object, and this is empty",
    "give the keys of an output",
  ],
  [
    "c.json",
    "[]",
    "c.json:1:1: error[bad-config]: a configuration is an object, and this is an empty list",
    "give the keys",
  ],
  [
    "c.json",
    '{\n  "out": "a",\n}',
    'c.json:3: error[invalid-json]: not JSON from column 1 on: "}"',
    "mend it there",
  ],
  [
    "c.json",
    '{\n  "out": "a",\n  "out": "b"\n}',
    "c.json:3:3: error[invalid-json]: map keys must be unique",
    "mend it there",
  ],
  [
    "c.yaml",
    "out: a\nfrom: b: c\n",
    "c.yaml:2:7: error[invalid-yaml]: nested mappings are not allowed in compact mappings",
    "mend it there",
  ],
  // Keys
  [
    "c.yaml",
    "out: a\nimport-extension: ts\n",
    'c.yaml:2:1#/import-extension: error[unknown-config-key]: there is no key "import-extension"',
    'did you mean "importExtension"?',
  ],
  [
    "c.json",
    '{ "outputs": [{ "zzzzzz": 1 }] }',
    'c.json:1:17#/outputs/0/zzzzzz: error[unknown-config-key]: there is no key "zzzzzz"',
    "there are name, from, out,",
  ],
  [
    "c.json",
    '{ "constructor": 1 }',
    'c.json:1:3#/constructor: error[unknown-config-key]: there is no key "constructor"',
    "there are",
  ],
  [
    "c.yaml",
    "outputs:\n  - outputs: []\n",
    'c.yaml:2:5#/outputs/0/outputs: error[unknown-config-key]: there is no key "outputs"',
    "there are name, from, out,",
  ],
  [
    "c.yaml",
    "$schema: 5\n",
    'c.yaml:1:10#/$schema: error[bad-config]: "$schema" is text, and not a number',
    "JSON Schema",
  ],
  // Values
  [
    "c.yaml",
    "strict: 'yes'\n",
    'c.yaml:1:9#/strict: error[bad-config]: "strict" is true or false, and not "yes"',
    "without quotes",
  ],
  [
    "c.yaml",
    "emit: tsx\n",
    'c.yaml:1:7#/emit: error[bad-config]: "emit" cannot be "tsx"',
    'choose one of "ts", "js", "openapi"',
  ],
  [
    "c.yaml",
    "context: null\n",
    'c.yaml:1:10#/context: error[bad-config]: "context" is text, or a list of text, and not null',
    "leave the key out",
  ],
  [
    "c.yaml",
    "out: ' '\n",
    'c.yaml:1:6#/out: error[bad-config]: "out" is empty',
    "leave it out",
  ],
  [
    "c.yaml",
    "include: []\n",
    'c.yaml:1:10#/include: error[bad-config]: "include" is an empty list',
    "leave it out",
  ],
  [
    "c.yaml",
    "include:\n  - apps\n  - [v1]\n",
    'c.yaml:3:5#/include/1: error[bad-config]: "include" is text, or a list of text, and not a list',
    "give text",
  ],
  [
    "c.yaml",
    "from: crds/*.yaml\n",
    'c.yaml:1:7#/from: error[bad-config]: "from" cannot be the pattern "crds/*.yaml"',
    "name the folder",
  ],
  [
    "c.yaml",
    "package: Acme\n",
    'c.yaml:1:10#/package: error[bad-config]: "package" cannot be "Acme"',
    "in lower case",
  ],
  [
    "c.yaml",
    "package: '@a/b'\nemit: ts\n",
    'c.yaml:1:1: error[bad-config]: "package" makes JavaScript, and "emit" is "ts"',
    "leave one",
  ],
  [
    "c.yaml",
    "emit: js\noutputs:\n  - importExtension: none\n",
    'c.yaml:3:5#/outputs/0: error[bad-config]: "emit" is "js", and "importExtension" is "none"',
    "leave one",
  ],
  // Outputs
  [
    "c.yaml",
    "outputs: {}\n",
    'c.yaml:1:10#/outputs: error[bad-config]: "outputs" is a list of outputs, and not an object',
    "give at least one",
  ],
  [
    "c.yaml",
    "outputs: [5]\n",
    "c.yaml:1:11#/outputs/0: error[bad-config]: an output is an object, and this is a number",
    "give its keys",
  ],
  [
    "c.yaml",
    "out: k8s\noutputs: [{}]\n",
    'c.yaml:1:1#/out: error[bad-config]: "out" stands beside "outputs"',
    "move it",
  ],
  [
    "c.yaml",
    "outputs:\n  - {}\n  - {}\n",
    'c.yaml:3:5#/outputs/1/out: error[outputs-overlap]: two outputs would be written to "k8s"',
    "of its own",
  ],
  [
    "c.yaml",
    "outputs:\n  - out: a/b\n  - out: ./a\n",
    'c.yaml:2:10#/outputs/0/out: error[outputs-overlap]: "a/b" is in "./a"',
    "of its own",
  ],
  [
    "c.yaml",
    "outputs:\n  - {out: a, name: x}\n  - {out: b, name: x}\n",
    'c.yaml:3:20#/outputs/1/name: error[output-twice]: two outputs are called "x"',
    "of its own",
  ],
  [
    "c.yaml",
    "out: .\n",
    'c.yaml:1:6#/out: error[unsafe-output-folder]: "." holds the configuration itself',
    "for example",
  ],
  // Scripts
  [
    "c.ts",
    "export default {\n  out: = 1,\n};\n",
    "c.ts:2:8: error[config-failed]: it does not parse: unexpected token",
    "mend it there",
  ],
  [
    "c.mjs",
    "export default {\n  out: = 1,\n};\n",
    "c.mjs:2:8: error[config-failed]: it does not parse: unexpected token",
    "mend it there",
  ],
  [
    "c.ts",
    "\nconst f = (): string => { throw new Error('no cluster'); };\nexport default { out: f() };\n",
    "c.ts:2: error[config-failed]: it failed: no cluster",
    "mend it there",
  ],
  [
    "c.ts",
    "\n\nexport default async () => {\n  await null;\n  throw new Error('late');\n};\n",
    "c.ts:5: error[config-failed]: it failed: late",
    "mend it there",
  ],
  [
    "c.ts",
    "\nimport a from 'nowhere';\nexport default a;\n",
    "c.ts:2: error[config-failed]: it failed: Cannot find module 'nowhere'",
    "install what it imports",
  ],
  [
    "c.ts",
    "throw 42;\n",
    "c.ts: error[config-failed]: it failed: 42",
    "mend it there",
  ],
  [
    "c.ts",
    "export const out = 'a';\n",
    "c.ts: error[no-default-export]: it has no default export",
    "defineConfig",
  ],
  [
    "c.ts",
    "export default () => {};\n",
    "c.ts: error[bad-config]: a configuration is an object, and this is undefined",
    "give the keys",
  ],
  [
    "c.ts",
    "export default { outputs: [{ out: 'a', inclde: [] }] };\n",
    'c.ts#/outputs/0/inclde: error[unknown-config-key]: there is no key "inclde"',
    'did you mean "include"',
  ],
  [
    "c.ts",
    "export default { from: ['a.yaml', , 'b.yaml'] };\n",
    'c.ts#/from/1: error[bad-config]: "from" is text, or a list of text, and not undefined',
    "give text, or leave it out",
  ],
];

describe("a configuration with a mistake", () => {
  test.each(cases)("%s %j", async (file, text, problem, hint) => {
    workIn({ [file]: text });
    const [first = "", second = ""] = (await problemsOf(file)).split("\n");
    expect(first).toContain(problem);
    expect(first.startsWith(problem.slice(0, 10))).toBe(true);
    expect(second).toContain(hint);
  });

  test.each([
    ["out: a\n---\nout: b\n", "2:1: error[invalid-yaml]: source contains mul"],
    ["out: !name a\n", "1:6: error[invalid-yaml]: unresolved tag: !name"],
  ])("has no part of %j passed over", async (text, problem) => {
    workIn({ "c.yaml": text });
    expect(await problemsOf("c.yaml")).toContain(`c.yaml:${problem}`);
  });

  test("has all of its mistakes told", async () => {
    workIn({ "c.yaml": "emit: x\nstrct: true\noutputs:\n  - quiet: 1\n" });
    expect((await problemsOf("c.yaml")).match(/error\[/g)).toHaveLength(3);
  });

  test("does not show what may be a token", async () => {
    workIn({ "c.yaml": "token: 123456789\n" });
    const problem = await problemsOf("c.yaml");
    expect(problem).toContain('"token" is text, and not a number');
    expect(problem).not.toContain("123456789");
  });

  test("of a file that it imports names that file", async () => {
    workIn({
      "c.ts": "import { out } from './folder.ts';\nexport default { out };\n",
      "folder.ts": "\nexport const out = 5 as = 3;\n",
    });
    expect(await problemsOf("c.ts")).toContain("folder.ts:2:");
  });

  test("that nobody can read is told so", async () => {
    workIn({ "c.json": `"${"x".repeat(1024 * 1024)}"` });
    expect(await problemsOf("c.json")).toContain("error[too-large]");
  });
});

test("what is typed may not go with it either", async () => {
  workIn({ "c.yaml": "importExtension: ts\n" });
  expect(await problemsOf("c.yaml", { emit: "js" })).toContain(
    '"emit" is "js", and "importExtension" is "ts"',
  );
});

test("outputs are chosen by names that there are, and have folders of their own", async () => {
  workIn({ "c.yaml": "outputs: [{ out: prod }, { out: test }]\n" });
  expect(await problemsOf("c.yaml", {}, ["prd"])).toContain(
    'error[output-not-found]: there is no output "prd"\n  hint: did you mean "prod"?',
  );
  expect(await problemsOf("c.yaml", { out: "x" })).toContain(
    "error[outputs-overlap]: --out x would be the folder of 2 outputs",
  );
  expect(await problemsOf("c.yaml", { out: "x" }, ["prod"])).toBe("");
});
