import { failure, type Diagnostics } from "../diagnostics.js";
import type {
  Connection,
  ConnectOptions,
  Surroundings,
} from "../../templates/runtime/connect.js";
import type { ConnectionSettings } from "../../templates/runtime/connection-settings.js";
import type { Transport } from "../../templates/runtime/types.js";
import type { Server } from "./server-session.js";
import { serverSource } from "./server.js";
import { contextPrefix, isServer, type SourceSpec } from "./source-spec.js";
import type { Source } from "./source.js";

/** How to get at servers: what `kubectl` calls the same. Paths are relative to the working directory. */
export interface SourceOptions {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly tlsServerName?: string | undefined;
  /** Whom to act as. */
  readonly as?: string | undefined;
  readonly asUid?: string | undefined;
  readonly asGroup?: readonly string[] | undefined;
}

/**
 * Says what is to be said of the servers among what `--from` names, before any is asked.
 *
 * @throws {GenerationFailed} `ambiguous-credentials`
 */
export function checkServers(
  specs: readonly SourceSpec[],
  options: SourceOptions,
  diagnostics: Diagnostics,
): void {
  refuseSharedCredentials(specs, options);
  if (options.insecureSkipTlsVerify === true && specs.some(isServer))
    diagnostics.add({
      severity: "warning",
      code: "insecure-tls",
      message:
        "the server's certificate is not verified: what it answers, and who reads the credentials, is not known",
      hint: "give its certificate authority with --certificate-authority",
    });
}

/**
 * Opens a server that `--from` names; nothing is asked of it yet.
 *
 * @throws {GenerationFailed} `bad-source`
 */
export function openServer(
  spec: SourceSpec,
  options: SourceOptions,
  diagnostics: Diagnostics,
  surroundings?: Surroundings,
): Source {
  const connect: Connect = (wanted) => connectToRead(wanted, surroundings);
  const server = findServer(spec, options, diagnostics, connect);
  return serverSource(server, diagnostics);
}

/** Opens a connection. */
type Connect = (options: ConnectOptions) => Promise<Connection>;

/**
 * The server that `--from` names, and the way to it.
 *
 * @param connect by default as generated clients do, for whatever they do
 * @throws {GenerationFailed} `bad-source`
 */
export function findServer(
  spec: SourceSpec,
  options: SourceOptions,
  diagnostics: Diagnostics,
  connect: Connect = connectAsClient,
): Server {
  if (spec === "cluster") return findCluster(options, diagnostics, connect);
  if (!spec.startsWith(contextPrefix))
    return findByUrl(spec, options, diagnostics, connect);
  const context = spec.slice(contextPrefix.length);
  return findCluster({ ...options, context }, diagnostics, connect);
}

function findCluster(
  options: SourceOptions,
  diagnostics: Diagnostics,
  connect: Connect,
): Server {
  const { context } = options;
  const label =
    context === undefined
      ? "the cluster of the current context"
      : `the cluster of context "${context}"`;
  const open = (): Promise<Connection> =>
    connect({
      kubeconfig: options.kubeconfig,
      context,
      ...credentialsOf(options),
      onWarning: toDiagnostics(diagnostics),
    });
  return { kind: "cluster", label, connect: open };
}

function findByUrl(
  spec: string,
  options: SourceOptions,
  diagnostics: Diagnostics,
  connect: Connect,
): Server {
  const url = URL.canParse(spec) ? new URL(spec) : undefined;
  if (url === undefined)
    throw failure({
      code: "bad-source",
      message: `"${spec}" is not a URL`,
      hint: "give the URL of an API server, such as https://127.0.0.1:6443",
    });
  if (url.username !== "" || url.password !== "")
    throw failure({
      code: "bad-source",
      message: `the URL of ${url.host} holds a user name or a password`,
      hint: "API servers do not take them: use --token-file or --client-certificate",
    });
  // They are not shown: a token may be among them.
  if (url.search !== "" || url.hash !== "")
    throw failure({
      code: "bad-source",
      message: `the URL of ${url.host} has a query or a fragment, which would not be sent`,
      hint: "give the address of the API server alone, with its path prefix if it has one",
    });
  const prefix = url.pathname.replace(/(?:\/openapi\/v[23])?\/*$/, "");
  const server = url.origin + prefix;
  const hasToken =
    options.token !== undefined || options.tokenFile !== undefined;
  if (hasToken && url.protocol === "http:" && !isLoopback(url.hostname))
    diagnostics.add({
      severity: "warning",
      code: "token-in-clear",
      message: `the token goes to ${url.origin} without encryption`,
      hint: "use https:",
    });
  const onlyV2 = /\/openapi\/v2\/*$/.test(url.pathname);
  const open = (): Promise<Connection> =>
    connect({
      server,
      ...credentialsOf(options),
      onWarning: toDiagnostics(diagnostics),
    });
  return { kind: "url", label: server, onlyV2, connect: open };
}

// What connects is loaded only where a server is asked.
async function connectAsClient(options: ConnectOptions): Promise<Connection> {
  const { openConnection } = await import("../../templates/runtime/connect.js");
  return openConnection(options);
}

/** By the same rules, for a few requests: on Node.js without undici, unless there is a proxy. */
async function connectToRead(
  options: ConnectOptions,
  surroundings: Surroundings | undefined,
): Promise<Connection> {
  const { openConnectionOver } =
    await import("../../templates/runtime/connection.js");
  return openConnectionOver(openTransport, options, surroundings);
}

async function openTransport(settings: ConnectionSettings): Promise<Transport> {
  const { bun, deno } = process.versions;
  if ((bun ?? deno ?? settings.transport.proxy) === undefined) {
    const { nodeTransport } = await import("./node-transport.js");
    return nodeTransport(settings);
  }
  const { platformTransport } =
    await import("../../templates/runtime/platform.js");
  return platformTransport(settings);
}

/** The options may hold more than that: the runtime refuses what it does not know. */
function credentialsOf({
  token,
  tokenFile,
  certificateAuthority,
  clientCertificate,
  clientKey,
  insecureSkipTlsVerify,
  tlsServerName,
  as: user,
  asUid: uid,
  asGroup: groups,
}: SourceOptions): ConnectOptions {
  const isSomebodyElse = (user ?? uid ?? groups) !== undefined;
  return {
    tlsServerName,
    // Without a user the rest is refused there.
    as: isSomebodyElse ? { user: user ?? "", uid, groups } : undefined,
    token,
    tokenFile,
    certificateAuthority,
    clientCertificate,
    clientKey,
    insecureSkipTlsVerify,
  };
}

/** Has what a server warns of said at the end of the run. */
function toDiagnostics(
  diagnostics: Diagnostics,
): NonNullable<ConnectOptions["onWarning"]> {
  return ({ text, path }) =>
    diagnostics.add({
      severity: "warning",
      code: "server-warning",
      message: `the server warns of ${path}: ${text}`,
    });
}

/**
 * A credential is one server's; given for two, the other one would get it as well.
 *
 * @throws {GenerationFailed} `ambiguous-credentials`
 */
export function refuseSharedCredentials(
  specs: readonly SourceSpec[],
  { token, tokenFile, clientCertificate, clientKey }: SourceOptions,
): void {
  const given = [token, tokenFile, clientCertificate, clientKey];
  const servers = specs.filter(isServer);
  if (servers.length < 2 || given.every((value) => value === undefined)) return;
  throw failure({
    code: "ambiguous-credentials",
    message: `the credentials would go to ${servers.length} servers`,
    hint: 'capture each with "kubewright snapshot", and name the captures',
  });
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);
}
