import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { typeCheck } from "./type-check.js";
import { root } from "./source-imports.js";

/** What a snippet may use without saying where it is from: what the text around it has set up. */
const surroundings: readonly (readonly [name: string, declaration: string])[] =
  [
    [
      "k8s",
      `declare const k8s: import("../../output/index.js").Kubernetes & {
        readonly subresourcesKubevirtIo: { v1: { virtualMachines(namespace: string): { restart(name: string, options?: import("../../output/runtime/types.js").ActionOptions<"PUT">): Promise<import("../../output/runtime/types.js").ProxyAnswer> } } };
        readonly certManagerIo: { v1: { certificates(namespace: string): unknown } };
        readonly "cert-manager.io": { v1: { certificates(namespace: string): unknown } };
      };`,
    ],
    [
      "pod",
      `declare const pod: import("../../output/core/v1/index.js").PersistedPod;`,
    ],
    [
      "deployments",
      `declare const deployments: import("../../output/apps/v1/index.js").DeploymentResource;`,
    ],
    ["readFile", `import { readFile } from "node:fs/promises";`],
  ];

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

test("every TypeScript snippet of README and docs compiles", () => {
  const snippets = new Map<string, string>();
  for (const page of pages) {
    const text = readFileSync(join(root, page), "utf8");
    for (const [i, [, code = ""]] of [
      ...text.matchAll(/^```ts\n(.*?)^```/gms),
    ].entries()) {
      const name = `${page.replace(/\W/g, "_")}_${String(i)}.ts`;
      snippets.set(join(root, "test/unit", name), asModule(code));
    }
  }
  expect(snippets.size).toBeGreaterThan(5);
  expect(problemsOf(snippets)).toEqual([]);
});

function asModule(code: string): string {
  const given = surroundings
    .filter(
      ([name]) =>
        new RegExp(`\\b${name}\\b`).test(code) &&
        !new RegExp(`(?:const|import \\{) ${name}\\b`).test(code),
    )
    .map(([, declaration]) => declaration);
  const own = code
    .replace(/"\.\/k8s\/(.*?)\.[jt]s"/g, '"../../output/$1.js"')
    .replaceAll('"kubewright"', '"../../generator/index.js"');
  return `${given.join("\n")}\n${own}\nexport {};\n`;
}

/** Snippets show values that nothing is done with. */
function problemsOf(snippets: ReadonlyMap<string, string>): readonly string[] {
  // A configuration is a user's own, whose default export says no type.
  const flags = { isolatedDeclarations: false };
  return typeCheck([...snippets.keys()], snippets, flags).filter(
    (problem) => !/is declared but|are declared but|never used/.test(problem),
  );
}
