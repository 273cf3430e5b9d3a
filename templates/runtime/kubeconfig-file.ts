import { Secret } from "./credentials.js";
import { ConfigError } from "./errors.js";
import { Fields } from "./kubeconfig-fields.js";
import { readYaml } from "./kubeconfig-yaml.js";

/** A cluster, as a kubeconfig file defines it. Paths are absolute. */
export interface ClusterEntry extends KubeconfigEntry {
  readonly server: string | undefined;
  readonly certificateAuthority: string | undefined;
  /** PEM in base64. */
  readonly certificateAuthorityData: Secret | undefined;
  readonly tlsServerName: string | undefined;
  readonly insecureSkipTlsVerify: boolean;
  /** As it is written; a user and a password may be in it. */
  readonly proxyUrl: Secret | undefined;
  readonly disableCompression: boolean;
  /** The extension `client.authentication.k8s.io/exec`: plain data that is meant for an exec plugin. */
  readonly execConfig: unknown;
}

/** A user, as a kubeconfig file defines it. Paths are absolute. */
export interface UserEntry extends KubeconfigEntry {
  readonly token: Secret | undefined;
  readonly tokenFile: string | undefined;
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  readonly clientCertificate: string | undefined;
  /** PEM in base64. */
  readonly clientCertificateData: Secret | undefined;
  readonly clientKey: string | undefined;
  /** PEM in base64. */
  readonly clientKeyData: Secret | undefined;
  readonly exec: ExecEntry | undefined;
  /** The name of a legacy `auth-provider`, which may be empty. */
  readonly authProvider: string | undefined;
  readonly impersonation: ImpersonationEntry;
}

/** The program that gets a user's credentials, as it is written: nothing of it is checked before it is used. */
export interface ExecEntry {
  readonly apiVersion: string | undefined;
  /** A path, which is absolute, or a bare word to look up. */
  readonly command: string | undefined;
  readonly args: readonly Secret[];
  readonly env: readonly {
    readonly name: string | undefined;
    readonly value: Secret;
  }[];
  readonly installHint: string | undefined;
  readonly interactiveMode: string | undefined;
  readonly provideClusterInfo: boolean;
}

/** Whom a user acts as: `as`, `as-uid`, `as-groups` and `as-user-extra`. */
export interface ImpersonationEntry {
  readonly user: string | undefined;
  readonly uid: string | undefined;
  readonly groups: readonly string[];
  readonly extra: { readonly [key: string]: readonly string[] };
}

/** A context, as a kubeconfig file defines it. */
export interface ContextEntry extends KubeconfigEntry {
  readonly cluster: string | undefined;
  readonly user: string | undefined;
  readonly namespace: string | undefined;
}

/** What every entry of a kubeconfig has. */
export interface KubeconfigEntry {
  readonly name: string;
  /** The file that defines it. */
  readonly file: string;
}

/** What one kubeconfig file says. */
export interface KubeconfigFile {
  readonly currentContext: string | undefined;
  readonly clusters: readonly ClusterEntry[];
  readonly users: readonly UserEntry[];
  readonly contexts: readonly ContextEntry[];
}

/**
 * Reads the text of a kubeconfig file: YAML or JSON, its first document.
 *
 * What has the wrong type is told here, as kubectl does; what an entry says is looked at where it is used, so that nothing in
 * one context stops another.
 *
 * @throws {ConfigError} that names the file, the line and the field, where it is not one
 */
export function parseKubeconfigFile(
  file: string,
  text: string,
): KubeconfigFile {
  const fields = new Fields(file, "", readYaml(file, text));
  checkKind(file, fields);
  fields.refuseEqualNames("extensions");
  return {
    currentContext: fields.text("current-context"),
    clusters: fields
      .entries("clusters", "cluster")
      .flatMap(([name, cluster]) =>
        cluster.given ? [clusterEntry(name, file, cluster)] : [],
      ),
    users: fields
      .entries("users", "user")
      .map(([name, user]) => userEntry(name, file, user)),
    contexts: fields
      .entries("contexts", "context")
      .flatMap(([name, context]) =>
        context.given ? [contextEntry(name, file, context)] : [],
      ),
  };
}

/** Another kind of file, of whatever is YAML, has no contexts, and would be taken for an empty kubeconfig. */
function checkKind(file: string, fields: Fields): void {
  const { apiVersion = "v1", kind = "Config" } = {
    apiVersion: fields.text("apiVersion"),
    kind: fields.text("kind"),
  };
  if (apiVersion !== "v1" || kind !== "Config")
    throw new ConfigError(
      `"${file}" is a ${kind} of ${apiVersion}: a kubeconfig has "apiVersion: v1" and "kind: Config", or neither`,
    );
}

function clusterEntry(
  name: string,
  file: string,
  cluster: Fields,
): ClusterEntry {
  cluster.refuseEqualNames("extensions");
  return {
    name,
    file,
    server: cluster.text("server"),
    certificateAuthority: cluster.path("certificate-authority"),
    certificateAuthorityData: cluster.secret("certificate-authority-data"),
    tlsServerName: cluster.text("tls-server-name"),
    insecureSkipTlsVerify: cluster.flag("insecure-skip-tls-verify"),
    proxyUrl: cluster.secret("proxy-url"),
    disableCompression: cluster.flag("disable-compression"),
    execConfig: cluster
      .children("extensions")
      .find((extension) => extension.text("name") === execExtension)
      ?.data("extension"),
  };
}

// https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#client-authentication-k8s-io-v1-Cluster
const execExtension = "client.authentication.k8s.io/exec";

function userEntry(name: string, file: string, user: Fields): UserEntry {
  user.refuseEqualNames("extensions");
  const exec = user.child("exec");
  const authProvider = user.child("auth-provider");
  return {
    name,
    file,
    token: user.secret("token"),
    tokenFile: user.path("tokenFile"),
    username: user.text("username"),
    password: user.secret("password"),
    clientCertificate: user.path("client-certificate"),
    clientCertificateData: user.secret("client-certificate-data"),
    clientKey: user.path("client-key"),
    clientKeyData: user.secret("client-key-data"),
    exec: exec.given ? execEntry(exec) : undefined,
    authProvider: authProvider.given
      ? (authProvider.text("name") ?? "")
      : undefined,
    impersonation: impersonationEntry(user),
  };
}

function execEntry(exec: Fields): ExecEntry {
  return {
    apiVersion: exec.text("apiVersion"),
    command: exec.command("command"),
    args: exec.texts("args").map((arg) => new Secret(arg)),
    env: exec.children("env").map((variable) => ({
      name: variable.text("name"),
      value: variable.secret("value") ?? new Secret(""),
    })),
    installHint: exec.text("installHint"),
    interactiveMode: exec.text("interactiveMode"),
    provideClusterInfo: exec.flag("provideClusterInfo"),
  };
}

function impersonationEntry(user: Fields): ImpersonationEntry {
  const extra = user.child("as-user-extra");
  return {
    user: user.text("as"),
    uid: user.text("as-uid"),
    groups: user.texts("as-groups"),
    extra: Object.fromEntries(
      extra.names().map((key) => [key, extra.texts(key)]),
    ),
  };
}

function contextEntry(
  name: string,
  file: string,
  context: Fields,
): ContextEntry {
  context.refuseEqualNames("extensions");
  return {
    name,
    file,
    cluster: context.text("cluster"),
    user: context.text("user"),
    namespace: context.text("namespace"),
  };
}
