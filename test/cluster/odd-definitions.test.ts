import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect } from "vitest";

import { customClient, type CustomClient } from "./custom-client.js";
import {
  installDefinitions,
  kindName,
  readDefinitions,
  removeDefinitions,
  servedKinds,
} from "./custom-definitions.js";
import { live } from "./custom-life.js";
import { gaugeProgram } from "./gauge-program.js";
import { kindKey, withObjects } from "./custom-program.js";
import { test } from "./live-client.js";

const folder = mkdtempSync(join(tmpdir(), "kubewright-odd-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(import.meta.dirname, "manifests/odd-definitions.yaml");
const definitions = readDefinitions([readFileSync(file, "utf8")]);
const kinds = withObjects(servedKinds(definitions), {
  // Its schema asks for nothing; and what applies nothing manages nothing.
  "odd.example.com/Object": { anything: { at: ["all", 1, null] } },
});

describe("odd definitions", () => {
  let client: CustomClient;
  test.beforeAll(async ({ k8s }) => {
    await installDefinitions(k8s, definitions);
    client = await customClient(join(folder, "project"), kinds, {
      "gauges.ts": gaugeProgram,
    });
  });
  test.afterAll(async ({ k8s }) => {
    await client?.k8s.close();
    await removeDefinitions(k8s, definitions);
  });

  test.concurrent.for(kinds.map((kind) => [kindName(kind), kind] as const))(
    "%s",
    async ([, kind], { namespace }) => {
      const make = client.program.kinds[kindKey(kind)];
      if (make === undefined) return expect.unreachable();
      await live(make(client.k8s, namespace), kind, client.module);
    },
  );

  test("a program on them compiles and runs, and shows what must not compile", async ({
    namespace,
  }) => {
    const { run } = (await import(
      /* @vite-ignore */ join(folder, "project/k8s/gauges.ts")
    )) as { run: (k8s: object, namespace: string) => Promise<object> };
    expect(await run(client.k8s, namespace)).toEqual({
      filledIn: { level: 2, color: "green", port: "http", note: null },
      green: ["kept"],
      second: ["kept"],
      template: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "inside" },
        data: { a: "b" },
      },
      anything: { is: ["kept", { as: "it is" }] },
      parts: [
        { name: "one", size: 1 },
        { name: "two", size: 2 },
      ],
      scaled: [2, 7, 7],
      refused: [
        [422, "FieldValueForbidden", "spec.level", "red begins at 6"],
        [422, "FieldValueInvalid", "spec", "it falls to 1 alone"],
        [422, "FieldValueInvalid", "spec.level", "less than or equal to 9"],
        [422, "FieldValueNotSupported", "spec.color", '"green", "red"'],
      ].map((one) => one.map((part) => expect.stringContaining(`${part}`))),
      characters: true,
    });
  });

  test("compile, with a minimal object of each as a literal", async () => {
    expect(await client.complaints).toBe("");
  });
});
