import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "./kubeconfig.js";

/** Where a pod finds its service account. */
export const serviceAccountFolder =
  "/var/run/secrets/kubernetes.io/serviceaccount";

/** What a pod knows of its cluster. */
export interface InClusterConfig {
  readonly server: string;
  readonly tokenFile: string;
  /** Undefined where there is no such file. */
  readonly certificateAuthority: string | undefined;
  readonly namespace: string;
}

/** Reads what Kubernetes puts into each pod; undefined outside of one. */
export async function readInClusterConfig(
  environment: Environment,
  folder: string,
): Promise<InClusterConfig | undefined> {
  const host = environment["KUBERNETES_SERVICE_HOST"];
  const port = environment["KUBERNETES_SERVICE_PORT"];
  const tokenFile = join(folder, "token");
  if (!host || !port || !(await isFile(tokenFile))) return undefined;
  const certificateAuthority = join(folder, "ca.crt");
  return {
    server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    tokenFile,
    certificateAuthority: (await isFile(certificateAuthority))
      ? certificateAuthority
      : undefined,
    namespace:
      environment["POD_NAMESPACE"] ||
      (await readTrimmed(join(folder, "namespace"))) ||
      "default",
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function readTrimmed(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch {
    return "";
  }
}
