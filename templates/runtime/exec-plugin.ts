import type { Secret } from "./credentials.js";

/** How a kubeconfig's user gets credentials from a program: its `exec`. The command is absolute, or a bare word to look up. */
export interface ExecPlugin {
  /** How messages name the user. */
  readonly place: string;
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: Secret }[];
  readonly installHint: string | undefined;
  readonly interactiveMode: "Never" | "IfAvailable" | "Always";
  readonly provideClusterInfo: boolean;
}

/** The cluster that a plugin is told of where `provideClusterInfo` is set: `spec.cluster` of an ExecCredential. */
export interface ExecCluster {
  readonly server: string;
  readonly "tls-server-name"?: string | undefined;
  readonly "insecure-skip-tls-verify"?: boolean | undefined;
  /** PEM in base64. */
  readonly "certificate-authority-data"?: string | undefined;
  readonly "proxy-url"?: string | undefined;
  readonly "disable-compression"?: boolean | undefined;
  /** The cluster's extension `client.authentication.k8s.io/exec`, as it stands in the kubeconfig. */
  readonly config?: unknown;
}

/**
 * What is wrong with a plugin, as the end of a sentence that begins with the plugin's name: `exited with code 1`. It holds
 * nothing that the plugin gave, and has no cause: Node's own errors name the arguments, which may be secret.
 */
export class PluginFailure extends Error {
  /** Whether another run may do. */
  readonly transient: boolean;

  constructor(
    message: string,
    { transient = false }: { readonly transient?: boolean } = {},
  ) {
    super(message);
    this.name = "PluginFailure";
    this.transient = transient;
  }
}
