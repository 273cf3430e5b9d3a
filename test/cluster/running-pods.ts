import { appendFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { expect, inject } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { followedLog } from "./kwok-nodes.js";
import { uniqueName } from "./live-client.js";

/** Makes a pod with these containers, and waits until it runs; gives its name. */
export async function runPod(
  k8s: Kubernetes,
  namespace: string,
  containers: readonly string[] = ["main"],
  labels: Readonly<Record<string, string>> = {},
): Promise<string> {
  const pods = k8s.core.v1.pods(namespace);
  const name = uniqueName("pod");
  await pods.create({
    metadata: { name, labels },
    spec: {
      containers: containers.map((container) => ({
        name: container,
        image: "example.com/web:1",
      })),
    },
  });
  await expect
    .poll(async () => (await pods.get(name)).status?.phase, { timeout: 60_000 })
    .toBe("Running");
  return name;
}

/** Has all containers called `writer` write lines to standard output. */
export async function writeLog(...lines: readonly string[]): Promise<void> {
  const log = join(dirname(inject("cluster").kubeconfig), "container.log");
  const now = new Date().toISOString().replace("Z", "000000Z");
  const text = lines.map((line) => `${now} stdout F ${line}\n`).join("");
  await appendFile(followedLog(log), text);
}
