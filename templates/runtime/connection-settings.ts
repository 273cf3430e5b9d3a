import {
  pemOption,
  readCertificates,
  readKey,
  refuseExpired,
} from "./certificates.js";
import type { ConnectOptions, Surroundings } from "./connect.js";
import {
  basicCredentials,
  bearerToken,
  bearerTokenFile,
  noCredentials,
  Secret,
  type Credentials,
} from "./credentials.js";
import { ConfigError } from "./errors.js";
import { findIdentity, namespaceName, type Identity } from "./identity.js";
import { serviceAccountFolder } from "./in-cluster.js";
import type { UndiciTransportOptions } from "./undici.js";

/** All that a connection is made from. */
export interface ConnectionSettings {
  readonly transport: UndiciTransportOptions;
  readonly credentials: Credentials;
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
  return {
    transport: await transportOptions(identity),
    credentials: await credentialsOf(identity),
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
};

function checkOptions(options: ConnectOptions): void {
  for (const [name, value] of Object.entries(options)) {
    // An option that is misspelt, or not there yet, could be one that narrows what the client may do.
    if (!(name in optionNames))
      throw new ConfigError(
        `there is no option "${name}"; there are ${Object.keys(optionNames).join(", ")}`,
      );
    if (value === "") throw new ConfigError(`the option "${name}" is empty`);
  }
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

async function transportOptions(
  identity: Identity,
): Promise<UndiciTransportOptions> {
  const { clientCertificate, clientKey, tlsServerName } = identity;
  const insecureSkipTlsVerify = identity.insecureSkipTlsVerify === true;
  // As with kubectl, one that is not verified by may be missing.
  const authority = insecureSkipTlsVerify
    ? undefined
    : identity.certificateAuthority;
  const server = serverAddress(identity);
  if (clientCertificate !== undefined && clientKey === undefined)
    throw new ConfigError(`${clientCertificate.place} needs a client key`);
  const certificate =
    clientCertificate && (await readCertificates(clientCertificate));
  if (clientCertificate && certificate && !hasAuthorization(identity))
    refuseExpired(clientCertificate, certificate);
  return {
    server,
    tlsServerName,
    insecureSkipTlsVerify,
    certificateAuthority: authority && (await readCertificates(authority)),
    clientCertificate: certificate,
    clientKey:
      clientKey && certificate && (await readKey(clientKey, certificate)),
  };
}

/** Whether there is more to be known by than a certificate. */
function hasAuthorization(identity: Identity): boolean {
  const { token, tokenFile, username, password } = identity;
  return (token ?? tokenFile ?? username ?? password) !== undefined;
}

async function credentialsOf({
  token,
  tokenFile,
  username,
  password,
}: Identity): Promise<Credentials> {
  if (tokenFile !== undefined) return bearerTokenFile(tokenFile, token);
  if (token !== undefined) return bearerToken(token.reveal());
  if ((username ?? password) === undefined) return noCredentials;
  return basicCredentials(username ?? "", password?.reveal() ?? "");
}

/** The address as a URL without a slash at its end; without a scheme it is taken as kubectl takes it. */
function serverAddress(identity: Identity): string {
  const { server, place, certificateAuthority, clientCertificate } = identity;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server);
  const speaksTls =
    certificateAuthority ?? clientCertificate ?? identity.insecureSkipTlsVerify;
  const scheme = hasScheme ? "" : speaksTls ? "https://" : "http://";
  let url: URL;
  try {
    url = new URL(scheme + server);
  } catch {
    throw new ConfigError(`${place} is not the address of a server`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new ConfigError(
      `${place} has an address that is neither http:// nor https://: "${url.protocol}"`,
    );
  if (url.username || url.password || url.search || url.hash)
    throw new ConfigError(
      `${place} has an address with credentials, a query or a fragment in it; only a path may follow the host`,
    );
  return url.origin + url.pathname.replace(/\/+$/, "");
}
