import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

import { expect, inject, vi } from "vitest";
import { stringify } from "yaml";

import type { Generation } from "../../generator/pipeline.js";
import {
  generateFrom,
  projectFolder,
  typeCheck,
  writeProject,
} from "./generated-client.js";
import { uniqueName } from "./live-client.js";

const exampleFolder = join(projectFolder, "examples/controller");

export function exampleFile(name: string): string {
  return readFileSync(join(exampleFolder, name), "utf8");
}

/** A registry of domains, which a test can see into and break. */
export interface TestRegistry {
  readonly url: string;
  readonly domains: Map<string, string>;
  isBroken: boolean;
  close(): void;
}

export async function startRegistry(): Promise<TestRegistry> {
  const domains = new Map<string, string>();
  const server = createServer((request, response) => {
    const domain = request.url?.slice(1) ?? "";
    void text(request).then((body) => {
      if (registry.isBroken) response.statusCode = 503;
      else if (request.method === "PUT") domains.set(domain, body);
      else if (!domains.delete(domain)) response.statusCode = 404;
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const registry: TestRegistry = {
    url: `http://127.0.0.1:${port}`,
    domains,
    isBroken: false,
    close: () => void server.close(),
  };
  return registry;
}

/** Compiles the example, with a client that is generated from the server as it is now; gives the folder. */
export async function compileExample(): Promise<string> {
  const { kubeconfig } = inject("cluster");
  const folder = join(dirname(kubeconfig), uniqueName("controller"));
  writeProject(folder, await generateWithSites());
  for (const file of await readdir(exampleFolder))
    if (/(?<!tsconfig)\.ts$/.test(file))
      await copyFile(join(exampleFolder, file), join(folder, file));
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(projectFolder, "tsconfig.json"),
      compilerOptions: { rootDir: ".", outDir: "dist", noEmit: false },
      include: ["*.ts", "k8s"],
      exclude: [],
    }),
  );
  const problems = await typeCheck(folder);
  if (problems !== "") throw new Error(problems);
  return folder;
}

/** The server publishes a new kind a while after it serves it. */
async function generateWithSites(): Promise<Generation> {
  const { kubeconfig } = inject("cluster");
  return vi.waitFor(
    async () => {
      const generation = await generateFrom("cluster", { kubeconfig });
      const paths = generation.files.map(({ path }) => path);
      expect(paths).toContain("example.com/v1/client.ts");
      return generation;
    },
    { timeout: 60_000, interval: 200 },
  );
}

/** Writes the kubeconfig of a service account. */
export async function writeAccount(
  folder: string,
  namespace: string,
  token: string,
): Promise<void> {
  const { server, certificateAuthority } = inject("cluster");
  const cluster = { server, "certificate-authority": certificateAuthority };
  const context = { cluster: "c", user: "c", namespace };
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "kubeconfig"),
    stringify({
      "current-context": "c",
      clusters: [{ name: "c", cluster }],
      contexts: [{ name: "c", context }],
      users: [{ name: "c", user: { token } }],
    }),
    { mode: 0o600 },
  );
}

/** A running replica of the example. */
export interface Replica {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  readonly said: string;
  /** How it ended. */
  readonly ended: Promise<number | string>;
}

export function startReplica(folder: string, registryUrl: string): Replica {
  const child = spawn(process.execPath, ["dist/main.js"], {
    cwd: folder,
    env: {
      KUBECONFIG: join(folder, "kubeconfig"),
      REGISTRY_URL: registryUrl,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "close").then(
    ([code, signal]) => (code ?? signal) as number | string,
  );
  return {
    process: child,
    ended,
    get said() {
      return said;
    },
  };
}
