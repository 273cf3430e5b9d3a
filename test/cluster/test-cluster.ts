import { writeFile } from "node:fs/promises";

import { stringify } from "yaml";

/** What a test needs to talk to the API server; plain data, so that it reaches the tests' processes. */
export interface TestCluster {
  /** Built from go.mod beside this file, found in `KUBEBUILDER_ASSETS`, or named by `KUBEWRIGHT_TEST_KUBECONFIG`. */
  readonly origin: "built" | "assets" | "existing";
  /** A controller manager, a scheduler and nodes (kwok's) run beside the API server, as {@link ControlPlaneOptions.whole} says. */
  readonly whole: boolean;
  /** Path of the kubectl that was built with the API server; a cluster from elsewhere may have none. */
  readonly kubectl?: string;
  /** Path of the program that serves streams as kubelets do, for a node of its own beside kwok's; where it was built. */
  readonly kubelet?: string;
  /** Path of the sample-apiserver that was built with it, which serves an aggregated API. */
  readonly sampleApiServer?: string;
  /** The URL of the API server's etcd, where it is ours. */
  readonly etcd?: string;
  /** For example `https://127.0.0.1:40123`. */
  readonly server: string;
  /** Path of the PEM file that the server's certificate is checked against. */
  readonly certificateAuthority: string;
  /** Path of a kubeconfig with the contexts `admin` (the current one), `admin-token` and `weak`, all in namespace `default`. */
  readonly kubeconfig: string;
  /** May do everything. */
  readonly adminToken: string;
  /** May do nothing but discovery. */
  readonly weakToken: string;
  /** The name that the server knows the weak user by. */
  readonly weakUser: string;
  /** Paths of the administrator's client certificate and key, where the administrator has them. */
  readonly clientCertificate?: string;
  readonly clientKey?: string;
}

/** A cluster for the time of a run. */
export interface RunningCluster {
  readonly cluster: TestCluster;
  /** Ends what was started and removes what was written, every path of {@link TestCluster} included. */
  stop(): Promise<void>;
}

/** Writes the kubeconfig of {@link TestCluster.kubeconfig}. `admin` is the administrator's entry under `users`. */
export async function writeKubeconfig(
  cluster: Pick<
    TestCluster,
    | "server"
    | "certificateAuthority"
    | "kubeconfig"
    | "adminToken"
    | "weakToken"
  >,
  admin: Readonly<Record<string, unknown>>,
): Promise<void> {
  const users = {
    admin,
    "admin-token": { token: cluster.adminToken },
    weak: { token: cluster.weakToken },
  };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "admin",
    clusters: [
      {
        name: "test",
        cluster: {
          server: cluster.server,
          "certificate-authority": cluster.certificateAuthority,
        },
      },
    ],
    contexts: Object.keys(users).map((name) => ({
      name,
      context: { cluster: "test", user: name, namespace: "default" },
    })),
    users: Object.entries(users).map(([name, user]) => ({ name, user })),
  };
  await writeFile(cluster.kubeconfig, stringify(config), { mode: 0o600 });
}
