import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { inject } from "vitest";
import ts from "typescript";
import { stringify } from "yaml";

import type { Kubernetes } from "../../output/index.js";
import { projectFolder } from "./generated-client.js";
import { uniqueName } from "./live-client.js";

/** Whom an example runs as. */
export interface ExampleUser {
  readonly namespace: string;
  readonly token: string;
}

/** The text of a file of an example. */
export function exampleFile(name: string, file: string): Promise<string> {
  return readFile(join(projectFolder, "examples", name, file), "utf8");
}

/** A token of a service account. */
export async function accountToken(
  k8s: Kubernetes,
  namespace: string,
  account: string,
): Promise<string> {
  const { status } = await k8s.core.v1
    .serviceAccounts(namespace)
    .token.create(account, {
      spec: { audiences: [], expirationSeconds: 3600 },
    });
  return status?.token ?? "";
}

/** Compiles an example into a folder of its own, with the package installed and a kubeconfig; gives the folder. */
export async function writeExample(
  name: string,
  { namespace, token }: ExampleUser,
): Promise<string> {
  const { kubeconfig, server, certificateAuthority } = inject("cluster");
  const folder = join(dirname(kubeconfig), uniqueName(name));
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await symlink(projectFolder, join(folder, "node_modules/kubewright"));
  const source = await exampleFile(name, `${name}.ts`);
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
    },
  });
  await writeFile(join(folder, `${name}.mjs`), outputText);
  await writeFile(
    join(folder, "kubeconfig"),
    stringify({
      "current-context": "ci",
      clusters: [
        {
          name: "ci",
          cluster: { server, "certificate-authority": certificateAuthority },
        },
      ],
      contexts: [
        { name: "ci", context: { cluster: "ci", user: "ci", namespace } },
      ],
      users: [{ name: "ci", user: { token } }],
    }),
    { mode: 0o600 },
  );
  return folder;
}
