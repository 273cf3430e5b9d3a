import { bearerToken, noCredentials, type Credentials } from "./credentials.js";
import { ConfigError } from "./errors.js";
import { checkFetchIdentity } from "./fetch-identity.js";
import { fetchTransport, type FetchFunction } from "./fetch-transport.js";
import { isHeaderValue, unsendable } from "./header-value.js";
import { checkImpersonation, type Impersonation } from "./impersonation.js";
import { layered } from "./layers.js";
import type { RequestObserver } from "./request-observer.js";
import { pageOrigin, readServerAddress } from "./server-address.js";
import type { WarningHandler } from "./server-warnings.js";
import { tokensOf, type TokenFunction } from "./token-function.js";
import type { Transport } from "./types.js";

/** Which cluster to connect to over `fetch`, and as whom. No file is read. */
export interface FetchConnectOptions {
  /**
   * The address of the API server, with the path in front of the API where it has one. In a page or a worker a path alone
   * (`/k8s`) is one of the server that the page is from.
   *
   * Default: in a page or a worker the server that it is from, as with `kubectl proxy --www`. Elsewhere there is none.
   */
  server?: string | undefined;
  /** A bearer token, or a function that gives one. Default: no credentials but those that the platform sends by itself. */
  token?: string | TokenFunction | undefined;
  /** What `k8s.namespace` is. Default: `default`. */
  namespace?: string | undefined;
  /**
   * Acts as somebody else. One group, and one value for each key of `extra`: `fetch` joins headers of one name, by which the
   * identity would be another.
   */
  as?: Impersonation | undefined;
  /** Sent with each request that has none of the same name. */
  headers?: { readonly [name: string]: string } | undefined;
  /**
   * The header `User-Agent`, by whose first word the server names who wrote which field. Default: in a page or a worker the
   * browser's, elsewhere `kubewright-client`. Some browsers send their own whatever is given here.
   */
  userAgent?: string | undefined;
  /** Sees each HTTP request, and what became of it: for traces, metrics and logs. */
  onRequest?: RequestObserver | undefined;
  /** Is told what the server warns of, each text once. Default: warnings of the process, or of the console. */
  onWarning?: WarningHandler | undefined;
  /**
   * What sends requests in place of the platform's `fetch`: for cookies of another origin, or for TLS options of the platform
   * (`(url, init) => fetch(url, { ...init, credentials: "include" })`). It is to follow no redirects, and to end with its signal.
   */
  fetch?: FetchFunction | undefined;
}

/** A way to one cluster over `fetch`, as one identity. */
export interface FetchConnection {
  readonly transport: Transport;
  /** The namespace of objects that name none. */
  readonly namespace: string;
  /** The address of the API server. */
  readonly server: string;
}

/**
 * Opens a connection over `fetch`. Nothing is sent yet.
 *
 * @throws {ConfigError} where an option does not do, or needs what `fetch` cannot do: never is less sent than was asked for
 */
export function openFetchConnection(
  options: FetchConnectOptions = {},
): FetchConnection {
  checkOptions(options);
  const { namespace = "default", as: impersonation } = options;
  if (impersonation !== undefined) {
    checkImpersonation('the option "as"', impersonation);
    checkFetchIdentity('the option "as"', impersonation);
  }
  const server = serverOf(options);
  const transport = fetchTransport({
    server,
    headers: headersOf(options),
    fetch: options.fetch,
  });
  const layers = {
    credentials: credentialsOf(options),
    impersonation,
    onRequest: options.onRequest,
    onWarning: options.onWarning,
  };
  return { transport: layered(transport, layers), namespace, server };
}

type Kind = "function" | "object" | "string";

const optionKinds: {
  readonly [name in keyof FetchConnectOptions]-?: readonly Kind[];
} = {
  server: ["string"],
  token: ["string", "function"],
  namespace: ["string"],
  as: ["object"],
  headers: ["object"],
  userAgent: ["string"],
  onRequest: ["function"],
  onWarning: ["function"],
  fetch: ["function"],
};

/** Those of `connect` of `index.js` that would be about what is the platform's, or is no platform's but Node.js'. */
const nodeOptions: readonly string[] = [
  "kubeconfig",
  "context",
  "tokenFile",
  "certificateAuthority",
  "clientCertificate",
  "clientKey",
  "insecureSkipTlsVerify",
  "tlsServerName",
  "proxyUrl",
  "disableCompression",
];

function checkOptions(options: FetchConnectOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (nodeOptions.includes(name)) {
      if (value === undefined) continue;
      throw new ConfigError(
        `over fetch there is no option "${name}": no files are read, and TLS, proxies and compression are the platform's own; connect() of index.js has it, on Node.js, in Deno and in Bun`,
      );
    }
    // An option that is misspelt, or not there yet, could be one that narrows what the client may do.
    if (!Object.hasOwn(optionKinds, name))
      throw new ConfigError(
        `there is no option "${name}"; there are ${Object.keys(optionKinds).join(", ")}`,
      );
    const kinds = optionKinds[name as keyof FetchConnectOptions];
    if (value === undefined) continue;
    if (value === null || !kinds.includes(typeof value as Kind))
      throw new ConfigError(
        `the option "${name}" is no ${kinds.join(" and no ")}`,
      );
    if (value === "") throw new ConfigError(`the option "${name}" is empty`);
  }
}

function serverOf({ server = "/" }: FetchConnectOptions): string {
  const place = 'the option "server"';
  // Two slashes begin the name of another server.
  if (!/^\/(?![/\\])/.test(server)) return readServerAddress(place, server);
  const origin = pageOrigin();
  if (origin === undefined)
    throw new ConfigError(
      `${place} must have the address of the API server: this runs in no page, and in no worker, whose own server could be meant`,
    );
  return readServerAddress(place, server, origin);
}

function headersOf({
  headers = {},
  // Browsers would ask another origin for leave to send it.
  userAgent = pageOrigin() === undefined ? "kubewright-client" : undefined,
  token,
}: FetchConnectOptions): { readonly [name: string]: string } {
  const sent: { [name: string]: string } = {};
  if (userAgent !== undefined) sent["user-agent"] = userAgent;
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    const place = `the option "headers" has a "${given}"`;
    if (name.startsWith("impersonate-"))
      throw new ConfigError(`${place}; the option "as" says whom to act as`);
    if (name === "authorization" && token !== undefined)
      throw new ConfigError(`${place}, and there is a "token" too`);
    if (typeof value !== "string" || !isHeaderValue(value))
      throw new ConfigError(`${place} that no header can hold`);
    sent[name] = value;
  }
  if (!isHeaderValue(userAgent ?? ""))
    throw new ConfigError(`the option "userAgent" has ${unsendable}`);
  return sent;
}

function credentialsOf({ token }: FetchConnectOptions): Credentials {
  if (token === undefined) return noCredentials;
  if (typeof token === "function") return tokensOf(token);
  if (!isHeaderValue(token))
    throw new ConfigError(`the option "token" has ${unsendable}`);
  return bearerToken(token);
}
