import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { generate } from "../../generator/pipeline.js";
import type { Transport } from "../../templates/runtime/types.js";
import { textSource } from "../fuzz/memory-source.js";
import { documentOf } from "../unit/source-fixtures.js";

type Handle = { get(name: string): Promise<unknown> };
type Accessor = Handle & ((namespace: string) => Handle);
type Client = {
  readonly [group: string]: {
    readonly [version: string]: { readonly [resource: string]: Accessor };
  };
};

/** A client of the golden case, and the paths that it asks for. */
async function clientOfCase() {
  const asked: string[] = [];
  const transport: Transport = {
    request: ({ path }) => {
      asked.push(path);
      return Promise.resolve({
        status: 200,
        headers: { "content-type": "application/json" },
        body: (async function* () {})(),
        text: () => Promise.resolve("{}"),
        dismiss: () => Promise.resolve(),
      });
    },
    close: () => Promise.resolve(),
  };
  const index = join("test/golden/members-of-objects/expected/index.ts");
  const { kubernetes } = (await import(
    /* @vite-ignore */ pathToFileURL(index).pathname
  )) as { kubernetes: (transport: Transport) => Client };
  return { k8s: kubernetes(transport), asked };
}

test("a client whose resources are called as members of objects is an object like any other", async () => {
  const { k8s } = await clientOfCase();
  const client = k8s["example.com"]?.["v1"];
  expect(await Promise.resolve(client)).toBe(client);
  expect(String(client)).toBe("[object Object]");
  expect(client?.constructor).toBe(Object);
  expect(inspect(client)).toContain("then$");
  expect(() => JSON.stringify(Object.keys(client ?? {}))).not.toThrow();
});

test("and each of them is reached", async () => {
  const { k8s, asked } = await clientOfCase();
  const { v1, then } = k8s["example.com"] ?? {};
  for (const name of ["then$", "new$", "toString$", "toJSON$"])
    await v1?.[name]?.("n").get("a");
  await v1?.["constructor$"]?.get("a");
  await v1?.["__proto__$"]?.get("a");
  await then?.["things"]?.get("a");
  const root = "/apis/example.com/v1";
  expect(asked).toEqual([
    `${root}/namespaces/n/then/a`,
    `${root}/namespaces/n/new/a`,
    `${root}/namespaces/n/tostring/a`,
    `${root}/namespaces/n/tojson/a`,
    `${root}/constructor/a`,
    `${root}/__proto__/a`,
    "/apis/example.com/then/things/a",
  ]);
});

test("documents and versions that are called __proto__ leave every object as it is", async () => {
  const text = JSON.stringify(documentOf("a.example.com", "v1", "Thing"));
  const other = text.replaceAll('"type":"string"', '"type":"integer"');
  const { source } = textSource([
    ["__proto__", text],
    ["apis/a.example.com/__proto__", other.replaceAll("v1", "__proto__")],
    ["apis/a.example.com/v1", other],
  ]);
  const before = Object.getOwnPropertyNames(Object.prototype);
  const { files } = await generate(source, {});
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  const index = files.find(({ path }) => path === "kubernetes.ts");
  expect(index?.text).toContain('["__proto__"]: aExampleComProtoResources');
});

test.each([
  ["aux.example.com", "v1", "aux$.example.com/v1/client.ts"],
  ["nul", "v1", "nul$/v1/client.ts"],
  ["example.com", "con", "example.com/con$/client.ts"],
  ["index.ts", "v1", "index.ts$/v1/client.ts"],
  ["runtime", "v1", "runtime$/v1/client.ts"],
  ["runtime.cluster.x-k8s.io", "v1", "runtime.cluster.x-k8s.io/v1/client.ts"],
])("the folder of %s/%s is %s", async (group, version, path) => {
  const text = JSON.stringify(documentOf(group, version, "Thing"));
  const { source } = textSource([[`apis/${group}/${version}`, text]]);
  const { files } = await generate(source, {});
  expect(files.map((file) => file.path)).toContain(path);
});

test.each(["../../pwned", "a/b", "a b", "a\u202eb", "", "x".repeat(300)])(
  "a schema of the group %j makes no folder",
  async (group) => {
    const schemas = {
      A: {
        type: "object",
        "x-kubernetes-group-version-kind": [
          { group, version: "..", kind: "A" },
        ],
      },
    };
    const document = { openapi: "3.0.0", paths: {}, components: { schemas } };
    const { source } = textSource([["api/v1", JSON.stringify(document)]]);
    await expect(generate(source, {})).rejects.toThrow("error[unsafe-path]");
  },
);
