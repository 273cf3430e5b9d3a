import type { PemSource } from "./certificates.js";
import type { ConnectOptions, Surroundings } from "./connect.js";
import type { Secret } from "./credentials.js";
import { ConfigError } from "./errors.js";
import type { ExecPlugin } from "./exec-plugin.js";
import type { Impersonation } from "./impersonation.js";
import {
  defaultNamespace,
  readInClusterConfig,
  type InClusterConfig,
} from "./in-cluster.js";
import type { SelectedContext } from "./kubeconfig.js";
import type { ClusterEntry, ContextEntry } from "./kubeconfig-file.js";
import { installed } from "./optional-package.js";
import { pemSource, placeOf, userIdentity } from "./user-identity.js";

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
  /** Undefined where there is a token, a password or a certificate: then no program is run. */
  readonly exec?: ExecPlugin | undefined;
  readonly impersonation?: Impersonation | undefined;
  /** `http:`, `https:` or `socks5:`; a user and a password may be in it. */
  readonly proxyUrl?: Secret | undefined;
  readonly disableCompression?: boolean | undefined;
  /** What the cluster's entry has for an exec plugin: {@link ExecCluster.config}. */
  readonly execConfig?: unknown;
}

/**
 * Finds the cluster and the user: the server of the options, or a context of the kubeconfig, or, where that selects nothing,
 * those of the pod around. What the options give in place of something is not looked at.
 *
 * @throws {ConfigError} where there is none, or it does not do; it names the file, the entry and the field
 */
export async function findIdentity(
  options: ConnectOptions,
  { environment, serviceAccountFolder, kubeconfig: load }: Surroundings,
): Promise<Identity> {
  const { server, kubeconfig, context } = options;
  if (server !== undefined)
    return { server, place: 'the option "server"', namespace: "default" };
  const { loadKubeconfig, selectContext } = await installed(
    "yaml",
    () => import("./kubeconfig.js"),
  );
  const config = await (load ?? loadKubeconfig)(kubeconfig, environment);
  let selected: SelectedContext;
  try {
    selected = selectContext(config, context);
  } catch (error) {
    if (!(error instanceof ConfigError) || !error.empty) throw error;
    return podIdentity(
      await readInClusterConfig(environment, serviceAccountFolder, error),
    );
  }
  const identity: Identity = {
    ...clusterIdentity(selected.cluster, options),
    context: selected.context.name,
    namespace:
      options.namespace ??
      contextNamespace(selected.context) ??
      (await defaultNamespace(environment, serviceAccountFolder)),
    ...(selected.user === undefined
      ? {}
      : userIdentity(selected.user, options)),
  };
  return speaksTls(identity, options) ? identity : withoutCredentials(identity);
}

function speaksTls(identity: Identity, options: ConnectOptions): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(identity.server)?.[1];
  if (scheme !== undefined) return scheme.toLowerCase() !== "http";
  return Boolean(
    identity.certificateAuthority ??
    identity.clientCertificate ??
    options.certificateAuthority ??
    options.clientCertificate ??
    options.insecureSkipTlsVerify ??
    identity.insecureSkipTlsVerify,
  );
}

/**
 * A kubeconfig's credentials are not for everyone on the way to read: as with kubectl, over plain HTTP none are sent
 * (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go, `IsConfigTransportTLS`). Those of the
 * options are.
 */
function withoutCredentials(identity: Identity): Identity {
  return {
    ...identity,
    token: undefined,
    tokenFile: undefined,
    username: undefined,
    password: undefined,
    exec: undefined,
    clientCertificate: undefined,
    clientKey: undefined,
  };
}

/** A namespace as kubectl takes it: `ns/NAME`, `namespace/NAME` and `namespaces/NAME` name it as well. */
export function namespaceName(text: string): string {
  return text.replace(/^(ns|namespaces?)\/(?=.)/i, "");
}

function podIdentity({
  certificateAuthority: path,
  ...pod
}: InClusterConfig): Identity {
  const place = "the pod's service account";
  return {
    ...pod,
    place,
    certificateAuthority: path === undefined ? undefined : { place, path },
  };
}

function clusterIdentity(
  cluster: ClusterEntry,
  options: ConnectOptions,
): Omit<Identity, "namespace"> {
  const place = placeOf("cluster", cluster);
  if (cluster.server === undefined)
    throw new ConfigError(
      `${place} has no "server": the address of the API server`,
    );
  return {
    server: cluster.server,
    place,
    proxyUrl: proxyUrl(place, cluster.proxyUrl),
    disableCompression: cluster.disableCompression,
    execConfig: cluster.execConfig,
    tlsServerName: cluster.tlsServerName,
    insecureSkipTlsVerify: cluster.insecureSkipTlsVerify,
    certificateAuthority:
      options.certificateAuthority || options.insecureSkipTlsVerify
        ? undefined
        : pemSource(
            place,
            "certificate-authority",
            cluster.certificateAuthority,
            cluster.certificateAuthorityData,
          ),
  };
}

// client-go takes the same schemes, and `socks5h` is none of them:
// https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/helpers.go
function proxyUrl(
  place: string,
  proxy: Secret | undefined,
): Secret | undefined {
  if (proxy === undefined) return undefined;
  let url: URL;
  try {
    url = new URL(proxy.reveal());
  } catch {
    throw badProxy(place);
  }
  if (!/^(https?|socks5):$/.test(url.protocol) || url.host === "")
    throw badProxy(place);
  return proxy;
}

function badProxy(place: string): ConfigError {
  return new ConfigError(
    `"proxy-url" of ${place} is not the URL of a proxy: http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT`,
  );
}

function contextNamespace(context: ContextEntry): string | undefined {
  const { namespace } = context;
  if (namespace === undefined) return undefined;
  if (
    namespace.length > 63 ||
    !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(namespace)
  )
    throw new ConfigError(
      `"namespace" of ${placeOf("context", context)} is not the name of a namespace: "${namespace}"`,
    );
  return namespace;
}
