import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "./errors.js";
import type { Environment } from "./kubeconfig-paths.js";

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

/**
 * Reads what Kubernetes puts into each pod.
 *
 * @throws {ConfigError} the one given, outside of a pod; it then is all there is to say. In a pod without a token it says that too.
 */
export async function readInClusterConfig(
  environment: Environment,
  folder: string,
  otherwise: ConfigError,
): Promise<InClusterConfig> {
  const host = environment["KUBERNETES_SERVICE_HOST"];
  const port = environment["KUBERNETES_SERVICE_PORT"];
  if (!host || !port) throw otherwise;
  const tokenFile = join(folder, "token");
  if (!(await isFile(tokenFile)))
    throw new ConfigError(
      `${otherwise.message}; this looks like a pod, but it has no service account token "${tokenFile}": see "automountServiceAccountToken"`,
      { empty: true },
    );
  const certificateAuthority = join(folder, "ca.crt");
  return {
    server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    tokenFile,
    // client-go goes on with the system's authorities as well.
    certificateAuthority: (await isFile(certificateAuthority))
      ? certificateAuthority
      : undefined,
    namespace: await podNamespace(environment, folder),
  };
}

/** The namespace of a request that names none, where the configuration names none either: in a pod, the pod's. */
export async function defaultNamespace(
  environment: Environment,
  folder: string,
): Promise<string> {
  const isInPod =
    environment["KUBERNETES_SERVICE_HOST"] &&
    environment["KUBERNETES_SERVICE_PORT"] &&
    (await isFile(join(folder, "token")));
  return isInPod ? podNamespace(environment, folder) : "default";
}

async function podNamespace(
  environment: Environment,
  folder: string,
): Promise<string> {
  return (
    environment["POD_NAMESPACE"] ||
    (await readTrimmed(join(folder, "namespace"))) ||
    "default"
  );
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
