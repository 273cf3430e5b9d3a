import { serviceAccountFolder } from "../../templates/runtime/in-cluster.js";
import type { Surroundings } from "../../templates/runtime/connect.js";
import {
  loadKubeconfig,
  type Kubeconfig,
} from "../../templates/runtime/kubeconfig.js";

/** What many connections are opened with: each kubeconfig is read once, however many of its contexts are asked for. */
export function sharedSurroundings(
  environment: Surroundings["environment"],
): Surroundings {
  const read = new Map<string | undefined, Promise<Kubeconfig>>();
  return {
    environment,
    serviceAccountFolder,
    kubeconfig(path, variables) {
      const config = read.get(path) ?? loadKubeconfig(path, variables);
      read.set(path, config);
      return config;
    },
  };
}
