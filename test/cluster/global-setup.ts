import type { TestProject } from "vitest/node";

import { type ControlPlane, startControlPlane } from "./control-plane.js";
import { useExistingCluster } from "./existing-cluster.js";
import type { TestCluster } from "./test-cluster.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The API server of this run: `inject("cluster")`. */
    readonly cluster: TestCluster;
  }
}

let controlPlane: ControlPlane | undefined;

/** Starts the one control plane of a run, before its first test. */
export async function setup(project: TestProject): Promise<void> {
  const kubeconfig = process.env["KUBEWRIGHT_TEST_KUBECONFIG"];
  controlPlane =
    kubeconfig === undefined || kubeconfig === ""
      ? await startControlPlane()
      : await useExistingCluster(kubeconfig);
  const { stop, ...cluster } = controlPlane;
  project.provide("cluster", cluster);
}

/** Stops it, after the last. */
export async function teardown(): Promise<void> {
  await controlPlane?.stop();
}
