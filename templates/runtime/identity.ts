import type { PemSource } from "./certificates.js";
import type { ConnectOptions, Impersonation, Surroundings } from "./connect.js";
import type { Secret } from "./credentials.js";
import { ConfigError } from "./errors.js";
import type { ExecPlugin } from "./exec-plugin.js";
import { readInClusterConfig } from "./in-cluster.js";
import type { SelectedContext } from "./kubeconfig.js";
import type { KubeconfigEntry, UserEntry } from "./kubeconfig-file.js";
import { installed } from "./optional-package.js";

/** A cluster and a user, wherever they are written down. */
export interface Identity {
  readonly server: string;
  /** How messages name the place that the server's address is from. */
  readonly place: string;
  readonly context?: string | undefined;
  readonly namespace: string;
  readonly certificateAuthority?: PemSource | undefined;
  readonly clientCertificate?: PemSource | undefined;
  readonly clientKey?: PemSource | undefined;
  readonly tlsServerName?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly token?: Secret | undefined;
  readonly tokenFile?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: Secret | undefined;
  readonly exec?: ExecPlugin | undefined;
  readonly impersonation?: Impersonation | undefined;
  readonly proxyUrl?: string | undefined;
  readonly disableCompression?: boolean | undefined;
  /** What the cluster's entry has for an exec plugin: {@link ExecCluster.config}. */
  readonly execConfig?: unknown;
}

/**
 * Finds the cluster and the user: the server of the options, or a context of the kubeconfig, or, where that selects nothing,
 * those of the pod around.
 *
 * @throws {ConfigError} where there is none, or it asks for what this client cannot do
 */
export async function findIdentity(
  options: ConnectOptions,
  { environment, serviceAccountFolder }: Surroundings,
): Promise<Identity> {
  const { server, kubeconfig, context } = options;
  if (server !== undefined)
    return { server, place: 'the option "server"', namespace: "default" };
  const { loadKubeconfig, selectContext } = await installed(
    "yaml",
    () => import("./kubeconfig.js"),
  );
  const config = await loadKubeconfig(kubeconfig, environment);
  try {
    return kubeconfigIdentity(selectContext(config, context));
  } catch (error) {
    if (!(error instanceof ConfigError) || !error.empty) throw error;
    const pod = await readInClusterConfig(environment, serviceAccountFolder);
    if (pod === undefined) throw error;
    const place = "the pod's service account";
    const { certificateAuthority: path } = pod;
    return {
      ...pod,
      place,
      certificateAuthority: path === undefined ? undefined : { place, path },
    };
  }
}

function kubeconfigIdentity({
  context,
  cluster,
  user,
}: SelectedContext): Identity {
  const place = placeOf("cluster", cluster);
  if (cluster.server === undefined)
    throw new ConfigError(`${place} has no "server"`);
  return {
    server: cluster.server,
    place,
    context: context.name,
    namespace: context.namespace ?? "default",
    proxyUrl: cluster.proxyUrl,
    disableCompression: cluster.disableCompression,
    execConfig: cluster.execConfig,
    tlsServerName: cluster.tlsServerName,
    insecureSkipTlsVerify: cluster.insecureSkipTlsVerify,
    certificateAuthority: pemSource(
      place,
      "certificate-authority",
      cluster.certificateAuthority,
      cluster.certificateAuthorityData,
    ),
    ...(user === undefined ? {} : userIdentity(user)),
  };
}

function userIdentity(user: UserEntry): Partial<Identity> {
  const place = placeOf("user", user);
  const { token, tokenFile, username, password } = user;
  if ((token ?? tokenFile) && (username ?? password))
    throw new ConfigError(
      `${place} has a token and a password; only one of them can be sent`,
    );
  return {
    token,
    tokenFile,
    username,
    password,
    exec: user.exec,
    impersonation: user.impersonation,
    clientCertificate: pemSource(
      place,
      "client-certificate",
      user.clientCertificate,
      user.clientCertificateData,
    ),
    clientKey: pemSource(
      place,
      "client-key",
      user.clientKey,
      user.clientKeyData,
    ),
  };
}

function pemSource(
  place: string,
  field: string,
  path: string | undefined,
  data: Secret | undefined,
): PemSource | undefined {
  if (path !== undefined && data !== undefined)
    throw new ConfigError(
      `${place} has both "${field}" and "${field}-data"; take one of them out`,
    );
  if (path !== undefined) return { place: `"${field}" of ${place}`, path };
  if (data !== undefined) return { place: `"${field}-data" of ${place}`, data };
  return undefined;
}

function placeOf(kind: string, { name, file }: KubeconfigEntry): string {
  return `the ${kind} "${name}" of "${file}"`;
}
