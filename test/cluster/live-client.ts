import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { inject, test as base, type TestAPI } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import {
  type ClientModule,
  generateFrom,
  importClient,
  writeProject,
} from "./generated-client.js";

/** What a test gets that names it. */
export interface LiveFixtures {
  /** The module of a client that was generated from the server of this run. */
  readonly live: ClientModule;
  /** A client of that server, as an administrator. */
  readonly k8s: Kubernetes;
  /** A namespace of this file's own, which is deleted behind its last test. */
  readonly namespace: string;
}

/** A test on a client that was generated from the server that it talks to. */
export const test: TestAPI<LiveFixtures> = base.extend<LiveFixtures>({
  live: [
    // Vitest reads from the pattern what a fixture needs: nothing.
    async ({}, use) => use(await importClient(await liveClient())),
    { scope: "file" },
  ],
  k8s: [
    async ({ live }, use) => {
      const { kubeconfig } = inject("cluster");
      const k8s = await live.connect({ kubeconfig });
      await use(k8s);
      await k8s.close();
    },
    { scope: "file" },
  ],
  namespace: [
    async ({ k8s, live }, use) => {
      const name = uniqueName("kubewright-test");
      await k8s.core.v1.namespaces.create({ metadata: { name } });
      // Admission asks for it, and the controller that makes it may not run, or not be there yet.
      await k8s.core.v1
        .serviceAccounts(name)
        .create({ metadata: { name: "default" } })
        .catch((error: unknown) => {
          if (!live.isAlreadyExists(error)) throw error;
        });
      await use(name);
      await k8s.core.v1.namespaces.delete(name);
    },
    { scope: "file" },
  ],
});

/** A name that no other test has, also on a cluster that was there before. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

/** The folder of this run's client; whoever asks first generates it. It goes with the server's own folder. */
export async function liveClient(): Promise<string> {
  const { kubeconfig } = inject("cluster");
  const folder = join(dirname(kubeconfig), "live-client");
  const client = join(folder, "k8s");
  if (!existsSync(client))
    writeProject(folder, await generateFrom("cluster", { kubeconfig }));
  return client;
}
