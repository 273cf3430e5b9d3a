import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { outputsOf, workIn } from "./config-files.js";

test("one output stands at the top, in each language", async () => {
  const keys = '"from": "builtin", "strict": true, "include": "apps"';
  const script = `import { defineConfig } from "kubewright";\nexport default defineConfig({ ${keys} });\n`;
  const files: Readonly<Record<string, string>> = {
    "c.json": `{ "$schema": "x", ${keys} }`,
    "c.yaml": "from: builtin\nstrict: true\ninclude: apps\n",
    "c.yml": "from: [builtin]\nstrict: true\ninclude: [apps]\n",
    "c.js": script,
    "c.mjs": script,
    "c.ts": script.replace(" });", " } satisfies object);"),
    "c.mts": `const wait: Promise<void> = Promise.resolve();\nawait wait;\n${script}`,
    "function.ts": `export default async () => ({ ${keys}, token: undefined });\n`,
    "common.js": `module.exports = { ${keys} };\n`,
  };
  workIn(files);
  for (const file of Object.keys(files))
    expect([file, await outputsOf(file)]).toEqual([
      file,
      [
        {
          name: "k8s",
          flags: expect.objectContaining({
            from: ["builtin"],
            strict: true,
            include: ["apps"],
            out: "k8s",
            lockFile: "kubewright.lock.json",
          }) as unknown,
        },
      ],
    ]);
});

test("a script is read anew", async () => {
  workIn({ "c.ts": 'export default { out: "a" };\n' });
  expect(await outputsOf("c.ts")).toMatchObject([{ name: "a" }]);
  writeFileSync("c.ts", 'export default { out: "b" };\n');
  expect(await outputsOf("c.ts")).toMatchObject([{ name: "b" }]);
});

test("outputs take what they do not say themselves from the top, and both from the command line", async () => {
  workIn({
    "c.yaml": `
exclude: [apps, batch]
tokenFile: token
importExtension: ts
timings: true
outputs:
  - { out: a, exclude: core, timings: false }
  - { out: b, name: second, token: secret, package: "@a/b@1.0.0" }
`,
  });
  const [first, second] = await outputsOf("c.yaml", { strict: true });
  expect(first).toMatchObject({
    name: "a",
    flags: { exclude: ["core"], tokenFile: "token", timings: false },
  });
  expect(second).toMatchObject({
    name: "second",
    flags: {
      exclude: ["apps", "batch"],
      token: "secret",
      package: { name: "@a/b", version: "1.0.0" },
      timings: true,
    },
  });
  // Together with what is nearer, they would be refused.
  expect(second?.flags.tokenFile).toBeUndefined();
  expect(second?.flags.importExtension).toBeUndefined();
  expect([first?.flags.strict, second?.flags.strict]).toEqual([true, true]);

  const chosen = await outputsOf("c.yaml", { out: "x", token: "t" }, ["a"]);
  expect(chosen).toMatchObject([{ flags: { out: "x", token: "t" } }]);
  expect(chosen[0]?.flags.tokenFile).toBeUndefined();
});

test("paths are relative to the configuration, and no other words are", async () => {
  const folder = workIn({
    "sub/c.yaml": `
from: [builtin, cluster, "https://a.example", ./crds, ../cluster, ~/x]
out: k8s
kubeconfig: ~/kube
certificateAuthority: ca.pem
clientCertificate: a/b.pem
clientKey: a/key.pem
tokenFile: ../token
context: ../prod
`,
  });
  mkdirSync(join(folder, "elsewhere"));
  process.chdir(join(folder, "elsewhere"));
  const [output] = await outputsOf("../sub/c.yaml");
  expect(output?.flags).toMatchObject({
    out: "../sub/k8s",
    certificateAuthority: "../sub/ca.pem",
    clientCertificate: "../sub/a/b.pem",
    clientKey: "../sub/a/key.pem",
    tokenFile: "../token",
    context: "../prod",
  });
  expect(output?.flags.kubeconfig).toMatch(/^\.\./);
  expect(join(process.cwd(), output?.flags.kubeconfig ?? "")).toBe(
    join(homedir(), "kube"),
  );
  process.chdir(folder);
  const [here] = await outputsOf("sub/c.yaml");
  // A folder of this name is none of the words.
  expect(here?.flags.from.slice(0, 5)).toEqual([
    "builtin",
    "cluster",
    "https://a.example",
    "sub/crds",
    "./cluster",
  ]);
});
