import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { compareVersions } from "../../generator/crd/version-priority.js";
import { findViolation } from "../../generator/crd/structural.js";
import { Diagnostics } from "../../generator/diagnostics.js";
import type { Schema } from "../../generator/document/openapi.js";
import { openSource } from "../../generator/source/open.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { problemsOf } from "./source-fixtures.js";

interface Definition {
  readonly name?: string;
  readonly kind?: string;
  readonly plural?: string;
  readonly shortNames?: readonly string[];
  readonly schema?: Schema;
}

/** A definition of `example.com/v1`. */
function definition({
  kind = "Thing",
  plural = `${kind.toLowerCase()}s`,
  name = `${plural}.example.com`,
  shortNames = [],
  schema = { type: "object" },
}: Definition = {}): object {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name },
    spec: {
      group: "example.com",
      scope: "Cluster",
      names: { kind, plural, shortNames },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
        },
      ],
    },
  };
}

/** Writes files, and opens them in their order, or what is named of them. */
async function open(
  files: Readonly<Record<string, string | object>>,
  specs: readonly string[] = Object.keys(files),
) {
  const folder = temporaryFolder();
  const texts = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === "string" ? content : JSON.stringify(content),
  ]);
  writeFiles(folder, Object.fromEntries(texts) as Record<string, string>);
  const diagnostics = new Diagnostics();
  const paths = specs.map((name) =>
    name === "builtin" ? name : join(folder, name),
  );
  const source = await openSource(paths, {}, diagnostics);
  return { source, diagnostics };
}

const codesOf = async (work: () => unknown): Promise<readonly string[]> =>
  (await problemsOf(work)).map(({ code }) => code);

describe("definitions", () => {
  test("alone give their own documents, and the version whose server would publish them", async () => {
    const { source } = await open({ "crds.json": definition() });
    expect(source.kind).toBe("crds");
    expect((await source.list()).map(({ key }) => key)).toEqual([
      "apis/example.com/v1",
    ]);
    expect(await source.version()).toMatchObject({ gitVersion: "v1.37.2" });
  });

  test("of a group/version in several files are of one document", async () => {
    const { source } = await open({
      "a.json": definition({ kind: "A" }),
      "b.json": definition({ kind: "B" }),
    });
    const [entry, ...others] = await source.list();
    expect(others).toEqual([]);
    const content = await entry?.read();
    expect(content).toMatchObject({
      kind: "text",
      text: expect.stringMatching(
        /"com\.example\.v1\.A".*"com\.example\.v1\.B"/,
      ) as string,
    });
  });

  test("take what is theirs to take from the source below them", async () => {
    const meta = "io.k8s.apimachinery.pkg.apis.meta.v1";
    const { source } = await open({ "crds.json": definition() }, [
      "builtin",
      "crds.json",
    ]);
    const capture = JSON.stringify(
      JSON.parse(await textOf(source, "apis/example.com/v1")),
    ).replaceAll("shardSelector", "ofThatServer");
    const below = await open(
      {
        "base/apis__example.com__v1_openapi.json": capture,
        "other.json": definition({ kind: "Other" }),
      },
      ["base", "other.json"],
    );
    const text = await textOf(below.source, "apis/example.com/v1");
    expect(text).toContain("ofThatServer");
    expect(text).not.toContain("shardSelector");
    expect(text).toContain(`${meta}.ObjectMeta`);
    expect(text).not.toContain("com.example.v1.Thing");
    expect(below.diagnostics.list.map(({ code }) => code)).toEqual([
      "layered-group-version",
    ]);
  });

  test("of one name are laid over each other, and refused where one place has two", async () => {
    const twice = {
      apiVersion: "v1",
      kind: "List",
      items: [definition(), definition()],
    };
    expect(await codesOf(() => open({ "crds.json": twice }))).toEqual([
      "crd-twice",
    ]);
    const { diagnostics } = await open({
      "a.json": definition(),
      "b.json": definition(),
    });
    expect(diagnostics.list.map(({ code }) => code)).toEqual(["layered-crd"]);
  });

  test("that ask for the same names are refused", async () => {
    const [problem, ...others] = await problemsOf(() =>
      open({
        "a.json": definition({ kind: "Thing", shortNames: ["th"] }),
        "b.json": definition({ kind: "Other", shortNames: ["th"] }),
      }),
    );
    expect(others).toEqual([]);
    expect(problem?.code).toBe("crd-names-clash");
    expect(problem?.message).toMatch(/"th".*a server serves the one/);
    expect(problem?.message).toContain("a.json");
    expect(problem?.message).toContain("b.json");
  });

  test("that are wrong are all named, in JSON by their fields", async () => {
    const problems = await problemsOf(() =>
      open(
        {
          "a.json": definition({ name: "other.example.com" }),
          "b.yaml": "kind: Deployment\napiVersion: apps/v1\n",
          "c.yaml": "kind: CustomResourceDefinition\nmetadata: {{ .x }}\n",
          "missing.json": definition(),
        },
        ["a.json", "b.yaml", "c.yaml", "nowhere.yaml"],
      ),
    );
    expect(problems.map(({ code }) => code).sort()).toEqual([
      "invalid-crd",
      "no-crds",
      "source-not-found",
      "templated-yaml",
    ]);
    const invalid = problems.find(({ code }) => code === "invalid-crd");
    expect(invalid?.at?.pointer).toBe("/metadata/name");
  });

  test("that are very deep, or unfold into very much, are refused", async () => {
    let schema: Schema = { type: "object" };
    for (let depth = 0; depth < 2000; depth += 1)
      schema = { type: "object", properties: { a: schema } };
    const deep = await problemsOf(() =>
      open({ "deep.json": definition({ schema }) }),
    );
    expect(deep[0]?.message).toContain("levels deep");
    const bomb = [
      "kind: CustomResourceDefinition",
      "a0: &a0 [x, x, x, x, x, x, x, x, x]",
      ...Array.from({ length: 9 }, (_, i) => {
        const uses = Array.from({ length: 9 }, () => `*a${i}`).join(", ");
        return `a${i + 1}: &a${i + 1} [${uses}]`;
      }),
    ].join("\n");
    expect(await codesOf(() => open({ "bomb.yaml": bomb }))).toEqual([
      "invalid-yaml",
    ]);
  });

  test("of a folder are those of its files, whatever else is there", async () => {
    const { source } = await open(
      {
        "crds/a.json": definition({ kind: "A" }),
        "crds/template.yaml": "{{ if }}\nkind: Deployment\n",
        "crds/package.json": '{"name":"x"}',
        "crds/note.txt": "kind: CustomResourceDefinition",
        "crds/below/b.json": definition({ kind: "B" }),
      },
      ["crds"],
    );
    const text = await textOf(source, "apis/example.com/v1");
    expect(text).toContain("com.example.v1.A");
    expect(text).not.toContain("com.example.v1.B");
    const none = { "none/deployment.yaml": "kind: Deployment\n" };
    const opened = await open(none, ["none"]);
    expect(await codesOf(() => opened.source.list())).toEqual(["no-documents"]);
  });
});

async function textOf(
  source: Awaited<ReturnType<typeof openSource>>,
  key: string,
): Promise<string> {
  const entry = (await source.list()).find((one) => one.key === key);
  const content = await entry?.read();
  return content?.kind === "text" ? content.text : "";
}

test.each<[string, Schema, string | undefined]>([
  ["an empty one", {}, ".type: it is missing"],
  ["an object", { type: "object" }, undefined],
  [
    "a list without items",
    { type: "object", properties: { a: { type: "array" } } },
    ".properties.a.items: it is missing, and an array needs it",
  ],
  [
    "a type in a branch",
    { type: "object", anyOf: [{ type: "object" }] },
    ".anyOf[0].type: it must not be used in a nested schema",
  ],
  [
    "an int-or-string",
    {
      type: "object",
      properties: {
        a: {
          "x-kubernetes-int-or-string": true,
          anyOf: [{ type: "integer" }, { type: "string" }],
        },
      },
    },
    undefined,
  ],
  [
    "a branch of a field that is not there",
    { type: "object", oneOf: [{ properties: { a: { minLength: 1 } } }] },
    ".properties.a: it is missing, and .oneOf[0].properties.a restricts it",
  ],
  [
    "metadata with labels",
    {
      type: "object",
      properties: {
        metadata: {
          type: "object",
          properties: { labels: { type: "object" } },
        },
      },
    },
    ".properties.metadata: it may restrict name and generateName alone",
  ],
])("%s is structural, or why it is not is said", (_, schema, violation) => {
  expect(findViolation(schema)).toBe(violation);
});

test("versions are in the order of Kubernetes' preference", () => {
  const sorted = [
    "v10",
    "v2",
    "v1",
    "v11beta2",
    "v10beta3",
    "v3beta1",
    "v12alpha1",
    "v11alpha2",
    "foo1",
    "foo10",
  ];
  expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
});
