import type { TestProject } from "vitest/node";

import { startControlPlane } from "./control-plane.js";
import { useExistingCluster } from "./existing-cluster.js";
import type { RunningCluster, TestCluster } from "./test-cluster.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The API server of this run: `inject("cluster")`. */
    readonly cluster: TestCluster;
  }
}

let running: RunningCluster | undefined;

/** Starts the one control plane of a run, before its first test. */
export async function setup(project: TestProject): Promise<void> {
  const kubeconfig = process.env["KUBEWRIGHT_TEST_KUBECONFIG"];
  running =
    kubeconfig === undefined || kubeconfig === ""
      ? await startControlPlane({ whole: true })
      : await useExistingCluster(kubeconfig);
  project.provide("cluster", running.cluster);
}

/** Stops it, after the last. */
export async function teardown(): Promise<void> {
  await running?.stop();
}
