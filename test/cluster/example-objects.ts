import { expect, inject, onTestFinished } from "vitest";

import { exampleName } from "../../generator/docs/words.js";
import type { Kubernetes } from "../../output/index.js";
import type { KnownObject } from "../../output/manifests.js";
import { certificateObjects } from "./minimal-objects/certificates.js";
import { clusterScopedObjects } from "./minimal-objects/cluster-scoped.js";
import { namespacedObjects } from "./minimal-objects/namespaced.js";
import { workloads } from "./minimal-objects/workloads.js";

/** One that runs, where pods do. */
const pod: KnownObject = {
  apiVersion: "v1",
  kind: "Pod",
  spec: { containers: [{ name: "main", image: "example.com/web:1" }] },
};

/**
 * Creates an object of nearly each kind in the namespace of a client, by the name that it has in the examples of a reference
 * where its kind takes such a name. They go behind the test.
 */
export async function createExampleObjects(k8s: Kubernetes): Promise<void> {
  const objects = [
    ...namespacedObjects,
    ...clusterScopedObjects,
    ...certificateObjects(),
    ...workloads,
  ].filter(
    ({ apiVersion, kind }) =>
      // Events are about others, and an autoscaler is the same in both versions.
      !["Event", "Pod"].includes(kind) && apiVersion !== "autoscaling/v2",
  );
  for (const object of [...objects, pod]) {
    const name = object.metadata?.name ?? exampleName(object.kind);
    const handle = k8s.object({ ...object, metadata: { name } });
    await handle.create();
    onTestFinished(async () => {
      await handle.delete();
    });
  }
  const pods = k8s.core.v1.pods(k8s.namespace);
  if (inject("cluster").whole)
    await expect
      .poll(async () => (await pods.get("my-pod")).status?.phase, {
        timeout: 60_000,
      })
      .toBe("Running");
}
