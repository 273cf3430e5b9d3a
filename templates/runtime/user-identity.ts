import type { PemSource } from "./certificates.js";
import type { ConnectOptions } from "./connect.js";
import type { Secret } from "./credentials.js";
import { ConfigError } from "./errors.js";
import type { ExecPlugin } from "./exec-plugin.js";
import { isHeaderValue, unsendable } from "./header-value.js";
import type { Identity } from "./identity.js";
import { unsendableField, type Impersonation } from "./impersonation.js";
import type {
  ExecEntry,
  KubeconfigEntry,
  UserEntry,
} from "./kubeconfig-file.js";

/**
 * What a kubeconfig's user stands for, but for what the options give in its place, which may be broken.
 *
 * Checks what client-go checks before it uses a user
 * (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go, `validateAuthInfo`).
 *
 * @throws {ConfigError} that names the user, its file and the field
 */
export function userIdentity(
  user: UserEntry,
  options: ConnectOptions,
): Partial<Identity> {
  const place = placeOf("user", user);
  // Whom the options name takes the place of all of it, broken or not.
  const impersonation =
    options.as === undefined ? impersonationOf(place, user) : undefined;
  const hasCertificate = options.clientCertificate !== undefined;
  const certificate = hasCertificate ? {} : certificateOf(place, user);
  if ((options.token ?? options.tokenFile) !== undefined)
    return { ...certificate, impersonation };

  const { token, tokenFile, username, password } = user;
  if ((token ?? tokenFile) && (username ?? password))
    throw new ConfigError(
      `${place} has a token and a password; only one of them can be sent: take one of them out`,
    );
  if (token !== undefined && !isHeaderValue(token.reveal()))
    throw new ConfigError(`"token" of ${place} has ${unsendable}`);
  const exec = hasCertificate ? undefined : execOf(place, user);
  const isKnown =
    token ?? tokenFile ?? username ?? password ?? user.clientCertificate;
  return {
    ...certificate,
    impersonation,
    token,
    tokenFile,
    username,
    password,
    exec:
      (isKnown ?? user.clientCertificateData) === undefined ? exec : undefined,
  };
}

/** How messages name an entry of a kubeconfig. */
export function placeOf(kind: string, { name, file }: KubeconfigEntry): string {
  return `the ${kind} "${name}" of "${file}"`;
}

/** Where an entry has a certificate or a key: in a file, or in itself. */
export function pemSource(
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

function certificateOf(place: string, user: UserEntry): Partial<Identity> {
  const clientCertificate = pemSource(
    place,
    "client-certificate",
    user.clientCertificate,
    user.clientCertificateData,
  );
  // A key alone says nothing, and nothing of it is read.
  if (clientCertificate === undefined) return {};
  return {
    clientCertificate,
    clientKey: pemSource(
      place,
      "client-key",
      user.clientKey,
      user.clientKeyData,
    ),
  };
}

function impersonationOf(
  place: string,
  { impersonation: { user, uid, groups, extra } }: UserEntry,
): Impersonation | undefined {
  if (user !== undefined) return sendable(place, { user, uid, groups, extra });
  const without = [
    uid === undefined ? [] : "as-uid",
    groups.length === 0 ? [] : "as-groups",
    Object.keys(extra).length === 0 ? [] : "as-user-extra",
  ].flat();
  if (without.length === 0) return undefined;
  throw new ConfigError(
    `${place} has "${without.join('" and "')}" but no "as": name the user to act as, too`,
  );
}

const impersonationFields: {
  readonly [name in keyof Impersonation]-?: string;
} = { user: "as", uid: "as-uid", groups: "as-groups", extra: "as-user-extra" };

function sendable(place: string, impersonation: Impersonation): Impersonation {
  const field = unsendableField(impersonation);
  if (field === undefined) return impersonation;
  throw new ConfigError(
    `"${impersonationFields[field]}" of ${place} has a control character in it, which no header can hold`,
  );
}

const groupOfPlugins = "client.authentication.k8s.io";

/** The plugin that a user names; checked even where it is not run, as client-go does. */
function execOf(
  place: string,
  { exec, authProvider }: UserEntry,
): ExecPlugin | undefined {
  if (authProvider !== undefined && exec !== undefined)
    throw new ConfigError(
      `${place} has both "exec" and "auth-provider"; take "auth-provider" out, which no longer does anything`,
    );
  if (authProvider !== undefined) throw gone(place, authProvider);
  if (exec === undefined) return undefined;
  const { apiVersion, command, env } = exec;
  const broken = (what: string): ConfigError =>
    new ConfigError(`"exec" of ${place} ${what}`);
  if (apiVersion === undefined)
    throw broken(
      `has no "apiVersion": ${groupOfPlugins}/v1 or ${groupOfPlugins}/v1beta1, whichever the program knows`,
    );
  if (command === undefined) throw broken('has no "command": the program');
  return {
    place,
    apiVersion,
    command,
    args: exec.args.map((arg) => arg.reveal()),
    env: env.map(({ name, value }, index) => {
      if (name === undefined) throw broken(`has no name for "env[${index}]"`);
      return { name, value };
    }),
    installHint: exec.installHint,
    interactiveMode: interactiveMode(apiVersion, exec, broken),
    provideClusterInfo: exec.provideClusterInfo,
  };
}

// https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/v1/defaults.go
function interactiveMode(
  apiVersion: string,
  { interactiveMode: mode }: ExecEntry,
  broken: (what: string) => ConfigError,
): ExecPlugin["interactiveMode"] {
  switch (mode) {
    case "Never":
    case "IfAvailable":
    case "Always":
      return mode;
    case undefined:
      if (/^client\.authentication\.k8s\.io\/v1(alpha|beta)1$/.test(apiVersion))
        return "IfAvailable";
      throw broken(
        `has no "interactiveMode", which ${apiVersion} asks for: Never, IfAvailable or Always`,
      );
    default:
      throw broken(
        `has an "interactiveMode" that there is not: "${mode}"; there are Never, IfAvailable and Always`,
      );
  }
}

const successors: ReadonlyMap<string, string> = new Map([
  ["gcp", '"exec" with "command: gke-gcloud-auth-plugin"'],
  ["azure", '"exec" with "command: kubelogin" (Azure/kubelogin)'],
  [
    "oidc",
    '"exec" with a plugin such as kubelogin ("command: kubectl", "args: [oidc-login, get-token, ...]"), or a "token"',
  ],
]);

// gcp and azure: https://github.com/kubernetes/kubernetes/pull/112341
function gone(place: string, name: string): ConfigError {
  const successor = successors.get(name) ?? '"exec" with a credential plugin';
  return new ConfigError(
    `${place} has the legacy "auth-provider" "${name}", which is not supported; what replaced it is ${successor}`,
  );
}
