import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { ClientOptions } from "openapi-fetch";
import { Agent, fetch, Request } from "undici";
import { expect, inject } from "vitest";

import {
  generateFrom,
  projectFolder,
  typeCheck,
  writeProject,
} from "./generated-client.js";
import { test, uniqueName } from "./live-client.js";

/** The part of the program that is called here. */
interface Program {
  walk(options: ClientOptions, namespace: string): Promise<unknown>;
}

/** As openapi-fetch takes it: with the certificate authority of this run, and the administrator's token. */
function clientOptions(): ClientOptions {
  const { server, certificateAuthority, adminToken } = inject("cluster");
  const ca = readFileSync(certificateAuthority);
  const dispatcher = new Agent({ connect: { ca } });
  return {
    baseUrl: server,
    headers: { Authorization: `Bearer ${adminToken}` },
    // undici's own classes go together; the global ones are of the undici that Node.js was built with.
    Request: Request as unknown as typeof globalThis.Request,
    fetch: ((request: Request) =>
      fetch(request, { dispatcher })) as unknown as typeof globalThis.fetch,
  };
}

test("a program on openapi-fetch compiles with the types of the server, and works on it", async ({
  namespace,
}) => {
  const { kubeconfig } = inject("cluster");
  const folder = join(dirname(kubeconfig), uniqueName("openapi-fetch"));
  const generation = await generateFrom(
    "cluster",
    { kubeconfig },
    { include: ["core", "apps"] },
    { language: "openapi" },
  );
  writeProject(folder, generation);
  copyFileSync(
    join(import.meta.dirname, "openapi-fetch/program.ts"),
    join(folder, "program.ts"),
  );
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(projectFolder, "tsconfig.json"),
      compilerOptions: { rootDir: "." },
      include: ["*.ts", "k8s"],
    }),
  );
  expect(await typeCheck(folder)).toBe("");

  const program: unknown = await import(
    /* @vite-ignore */ join(folder, "program.ts")
  );
  const walked = await (program as Program).walk(clientOptions(), namespace);
  expect(walked).toEqual({
    before: [],
    created: expect.objectContaining({
      kind: "Deployment",
      metadata: expect.objectContaining({ name: "web", namespace }),
    }),
    twice: expect.objectContaining({
      kind: "Status",
      code: 409,
      reason: "AlreadyExists",
    }),
    listed: ["web"],
    scaled: 0,
    images: ["web:2"],
    replicas: 1,
    // What openapi-fetch sends by itself is no patch.
    mistaken: expect.objectContaining({
      kind: "Status",
      code: 415,
      reason: "UnsupportedMediaType",
    }),
    deleted: 200,
    missing: expect.objectContaining({
      kind: "Status",
      code: 404,
      reason: "NotFound",
    }),
  });
});
