import { openConnectionOver } from "./connection.js";
import type { Impersonation } from "./impersonation.js";
import type { loadKubeconfig } from "./kubeconfig.js";
import { checkNode } from "./node-version.js";
import { platformTransport } from "./platform.js";
import type { RequestObserver } from "./request-observer.js";
import type { WarningHandler } from "./server-warnings.js";
import type { Transport } from "./types.js";

/**
 * Which cluster to connect to, and as whom. What is not given comes from the kubeconfig, or from the pod that the program
 * runs in. With `server` neither is read.
 */
export interface ConnectOptions {
  /** The path of the kubeconfig. Default: the files of `$KUBECONFIG`, or `~/.kube/config`. */
  kubeconfig?: string | undefined;
  /** A context of the kubeconfig. Default: its current one. */
  context?: string | undefined;
  /** The address of the API server, with the path in front of the API where it has one. */
  server?: string | undefined;
  /** A bearer token. */
  token?: string | undefined;
  /** The path of a file with a bearer token; it is read again as it changes. */
  tokenFile?: string | undefined;
  /** The authorities that may sign the server's certificate: a path, or PEM. */
  certificateAuthority?: string | undefined;
  /** A path, or PEM; with `clientKey`. */
  clientCertificate?: string | undefined;
  /** A path, or PEM; with `clientCertificate`. */
  clientKey?: string | undefined;
  /** Takes any server for the right one: whoever is in between can read and change everything. */
  insecureSkipTlsVerify?: boolean | undefined;
  /** The name that the server's certificate must have, where it is not the address's. */
  tlsServerName?: string | undefined;
  /** What `k8s.namespace` is. Default: the context's, or `default`. */
  namespace?: string | undefined;
  /** Acts as somebody else, in place of whom the kubeconfig says to act as. */
  as?: Impersonation | undefined;
  /**
   * The URL of the proxy that the server is reached through: `http://`, `https://` or `socks5://`, with a user name and a password
   * where it wants them. Default: the kubeconfig's `proxy-url`, or else what `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say.
   */
  proxyUrl?: string | undefined;
  /** Asks for no compressed answers: less work for both sides, more for the network. Default: the kubeconfig's, or false. */
  disableCompression?: boolean | undefined;
  /** The header `User-Agent`. Default: `kubewright-client`, with the version of Node.js and the platform. */
  userAgent?: string | undefined;
  /** Sees each HTTP request, and what became of it: for traces, metrics and logs. */
  onRequest?: RequestObserver | undefined;
  /** Is told what the server warns of, each text once. Default: warnings of the process (`KubernetesWarning`). */
  onWarning?: WarningHandler | undefined;
}

/** A way to one cluster, as one identity. */
export interface Connection {
  readonly transport: Transport;
  /** The namespace of objects that name none. */
  readonly namespace: string;
  /** The address of the API server. */
  readonly server: string;
  /** The context of the kubeconfig; undefined where none was read. */
  readonly context: string | undefined;
}

/** What is read of the process around; tests give their own. */
export interface Surroundings {
  readonly environment: { readonly [name: string]: string | undefined };
  readonly serviceAccountFolder: string;
  /** Reads the kubeconfig, for those who open many connections with one. */
  readonly kubeconfig?: typeof loadKubeconfig;
}

/**
 * Opens a connection by kubectl's rules, on what the platform has for it: Node.js, Deno or Bun. Nothing is sent yet.
 *
 * @throws {ConfigError} where there is no configuration, or it does not do; it names the file, the entry and the field
 */
export async function openConnection(
  options: ConnectOptions = {},
  surroundings?: Surroundings,
): Promise<Connection> {
  checkNode();
  return openConnectionOver(platformTransport, options, surroundings);
}
