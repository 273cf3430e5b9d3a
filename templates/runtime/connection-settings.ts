import { basicCredentials } from "./basic-credentials.js";
import { pemOption, refuseExpired } from "./certificates.js";
import type { ConnectOptions, Surroundings } from "./connect.js";
import {
  bearerToken,
  noCredentials,
  Secret,
  type Credentials,
} from "./credentials.js";
import { ConfigError } from "./errors.js";
import type { ExecCluster, ExecPlugin } from "./exec-plugin.js";
import { isHeaderValue, unsendable } from "./header-value.js";
import { findIdentity, namespaceName, type Identity } from "./identity.js";
import { checkImpersonation } from "./impersonation.js";
import { serviceAccountFolder } from "./in-cluster.js";
import type { Layers } from "./layers.js";
import { proxyFromEnvironment } from "./proxy-environment.js";
import { parseProxy, type ProxyServer } from "./proxy.js";
import { readServerAddress } from "./server-address.js";
import type { TlsSource } from "./tls.js";
import {
  TlsFiles,
  TlsOfCredentials,
  withCertificateFiles,
} from "./tls-files.js";
import { bearerTokenFile } from "./token-file.js";
import type { UndiciTransportOptions } from "./undici.js";

/** Where a transport goes, and how TLS presents and verifies, as it changes. */
export interface TransportSettings extends UndiciTransportOptions {
  readonly tls: TlsSource;
}

/** All that a connection is made from. */
export interface ConnectionSettings extends Layers {
  readonly transport: TransportSettings;
  readonly namespace: string;
  readonly context: string | undefined;
}

/** Reads the options, and what they leave open from the kubeconfig or the pod; with all files that they name. */
export async function readSettings(
  options: ConnectOptions,
  surroundings: Surroundings = {
    environment: process.env,
    serviceAccountFolder,
  },
): Promise<ConnectionSettings> {
  checkOptions(options);
  const found = await findIdentity(options, surroundings);
  const identity = withOptions(found, options);
  const server = serverAddress(identity);
  const files = await openFiles(identity);
  const credentials = await credentialsOf(
    { ...identity, server },
    files,
    surroundings,
  );
  return {
    transport: {
      server,
      tlsServerName: identity.tlsServerName,
      insecureSkipTlsVerify: identity.insecureSkipTlsVerify,
      tls: new TlsOfCredentials(files, credentials),
      proxy: proxyOf(identity, options, server, surroundings),
      userAgent: options.userAgent,
      disableCompression: identity.disableCompression,
    },
    credentials,
    impersonation: identity.impersonation,
    onRequest: options.onRequest,
    onWarning: options.onWarning,
    namespace: identity.namespace,
    context: identity.context,
  };
}

const optionNames: { readonly [name in keyof ConnectOptions]-?: true } = {
  kubeconfig: true,
  context: true,
  server: true,
  token: true,
  tokenFile: true,
  certificateAuthority: true,
  clientCertificate: true,
  clientKey: true,
  insecureSkipTlsVerify: true,
  tlsServerName: true,
  namespace: true,
  as: true,
  proxyUrl: true,
  disableCompression: true,
  userAgent: true,
  onRequest: true,
  onWarning: true,
};

function checkOptions(options: ConnectOptions): void {
  for (const [name, value] of Object.entries(options)) {
    // An option that is misspelt, or not there yet, could be one that narrows what the client may do.
    if (!(name in optionNames))
      throw new ConfigError(
        `there is no option "${name}"; there are ${Object.keys(optionNames).join(", ")}`,
      );
    const isFunction = typeof value === "function";
    if (value !== undefined && isFunction !== name.startsWith("on"))
      throw new ConfigError(
        `the option "${name}" is ${isFunction ? "a" : "no"} function`,
      );
    if (value === "") throw new ConfigError(`the option "${name}" is empty`);
  }
  for (const name of ["token", "userAgent"] as const)
    if (!isHeaderValue(options[name] ?? ""))
      throw new ConfigError(`the option "${name}" has ${unsendable}`);
  const refuse = (
    one: keyof ConnectOptions,
    other: keyof ConnectOptions,
    why: string,
  ): void => {
    if (options[one] && options[other])
      throw new ConfigError(
        `the options "${one}" and "${other}" exclude each other: ${why}`,
      );
  };
  if (options.as !== undefined)
    checkImpersonation('the option "as"', options.as);
  const notRead = 'with "server" no kubeconfig is read';
  refuse("server", "kubeconfig", notRead);
  refuse("server", "context", notRead);
  refuse("token", "tokenFile", "one token can be sent");
  refuse(
    "insecureSkipTlsVerify",
    "certificateAuthority",
    "without verification there is nothing to verify by",
  );
}

function withOptions(found: Identity, options: ConnectOptions): Identity {
  const { token, tokenFile, insecureSkipTlsVerify: insecure } = options;
  const certificateAuthority = pemOption(
    "certificateAuthority",
    options.certificateAuthority,
  );
  const clientCertificate = pemOption(
    "clientCertificate",
    options.clientCertificate,
  );
  const clientKey = pemOption("clientKey", options.clientKey);
  if ((clientCertificate === undefined) !== (clientKey === undefined))
    throw new ConfigError(
      'the options "clientCertificate" and "clientKey" need each other',
    );
  return {
    ...found,
    ...((token ?? tokenFile) === undefined
      ? {}
      : {
          token: token === undefined ? undefined : new Secret(token),
          tokenFile,
          username: undefined,
          password: undefined,
        }),
    ...(options.as === undefined ? {} : { impersonation: options.as }),
    disableCompression: options.disableCompression ?? found.disableCompression,
    ...(clientCertificate === undefined
      ? {}
      : { clientCertificate, clientKey }),
    // A certificate authority that is given is there to be asked.
    ...(certificateAuthority === undefined
      ? {}
      : { certificateAuthority, insecureSkipTlsVerify: false }),
    ...(insecure === undefined ? {} : { insecureSkipTlsVerify: insecure }),
    tlsServerName: options.tlsServerName ?? found.tlsServerName,
    namespace:
      options.namespace === undefined
        ? found.namespace
        : namespaceName(options.namespace),
  };
}

async function openFiles(identity: Identity): Promise<TlsFiles> {
  const { clientCertificate, clientKey } = identity;
  if (clientCertificate !== undefined && clientKey === undefined)
    throw new ConfigError(`${clientCertificate.place} needs a client key`);
  const files = await TlsFiles.open({
    // As with kubectl, one that is not verified by may be missing.
    certificateAuthority:
      identity.insecureSkipTlsVerify === true
        ? undefined
        : identity.certificateAuthority,
    clientCertificate,
    clientKey,
  });
  const { clientCertificate: pair } = await files.current();
  const { token, tokenFile, username, password } = identity;
  // Where there is more to be known by, the server may not look at it.
  const isAlone = (token ?? tokenFile ?? username ?? password) === undefined;
  if (clientCertificate !== undefined && pair !== undefined && isAlone)
    refuseExpired(clientCertificate, pair.certificate);
  return files;
}

/** The user's credentials; as with kubectl, a program is run where there are no others. */
async function credentialsOf(
  identity: Identity,
  files: TlsFiles,
  surroundings: Surroundings,
): Promise<Credentials> {
  const { token, tokenFile, username, password, exec } = identity;
  const hasCertificate = identity.clientCertificate !== undefined;
  const hasName = (username ?? password) !== undefined;
  const credentials =
    tokenFile !== undefined
      ? await bearerTokenFile(tokenFile, token)
      : token !== undefined
        ? bearerToken(token.reveal())
        : hasName
          ? basicCredentials(username ?? "", password?.reveal() ?? "")
          : undefined;
  if (credentials === undefined && !hasCertificate && exec !== undefined)
    return pluginCredentials(exec, identity, files, surroundings);
  const others = credentials ?? noCredentials;
  return hasCertificate ? withCertificateFiles(others, files) : others;
}

async function pluginCredentials(
  plugin: ExecPlugin,
  identity: Identity,
  files: TlsFiles,
  { environment }: Surroundings,
): Promise<Credentials> {
  const { execCredentials } = await import("./exec-credentials.js");
  const { certificateAuthority: authority } = await files.current();
  const cluster: ExecCluster = {
    server: identity.server,
    "tls-server-name": identity.tlsServerName,
    "insecure-skip-tls-verify": identity.insecureSkipTlsVerify,
    "certificate-authority-data":
      authority && Buffer.from(authority, "utf8").toString("base64"),
    "proxy-url": identity.proxyUrl?.reveal(),
    "disable-compression": identity.disableCompression,
    config: identity.execConfig,
  };
  return execCredentials(plugin, { cluster, environment });
}

function proxyOf(
  { place, proxyUrl }: Identity,
  options: ConnectOptions,
  server: string,
  { environment }: Surroundings,
): ProxyServer | undefined {
  if (options.proxyUrl !== undefined)
    return parseProxy('the option "proxyUrl"', options.proxyUrl);
  return proxyUrl === undefined
    ? proxyFromEnvironment(server, environment)
    : parseProxy(`"proxy-url" of ${place}`, proxyUrl.reveal());
}

/** The address of the server; without a scheme it is taken as kubectl takes it. */
function serverAddress(identity: Identity): string {
  const { server, place, certificateAuthority, clientCertificate } = identity;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server);
  const speaksTls =
    certificateAuthority ?? clientCertificate ?? identity.insecureSkipTlsVerify;
  const scheme = hasScheme ? "" : speaksTls ? "https://" : "http://";
  return readServerAddress(place, scheme + server);
}
