import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, relative } from "node:path";
import { promisify } from "node:util";

import type { Kubeconfig } from "../../templates/runtime/kubeconfig.js";
import type {
  ClusterEntry,
  UserEntry,
} from "../../templates/runtime/kubeconfig-file.js";

/** A kubeconfig by names, in the fields of the file; what is empty is left out. */
export interface KubeconfigView {
  readonly "current-context"?: string;
  readonly clusters: { readonly [name: string]: object };
  readonly users: { readonly [name: string]: object };
  readonly contexts: { readonly [name: string]: object };
}

const run = promisify(execFile);

/** Runs kubectl with nothing of this process's environment; its standard output. */
export async function kubectl(
  program: string,
  environment: { readonly [name: string]: string },
  ...args: readonly string[]
): Promise<string> {
  const running = run(program, args, {
    env: { ...environment, PATH: "/usr/bin:/bin" },
    timeout: 60_000,
  });
  // Who has no credentials is asked for some.
  running.child.stdin?.end();
  return (await running).stdout;
}

/** What `kubectl config view --raw --flatten -o json` says. */
export function viewOfKubectl(json: string): KubeconfigView {
  const config = JSON.parse(json) as Record<string, NamedEntry[] | null>;
  const byName = (list: string, content: string) =>
    Object.fromEntries(
      (config[list] ?? []).map((entry) => [
        entry.name,
        withoutEmpty(fieldsOfKubectl(entry[content] as object)),
      ]),
    );
  return withoutEmpty({
    "current-context": config["current-context"],
    clusters: byName("clusters", "cluster"),
    users: byName("users", "user"),
    contexts: byName("contexts", "context"),
  }) as KubeconfigView;
}

interface NamedEntry {
  readonly name: string;
  readonly [content: string]: unknown;
}

/** Of extensions, and of a legacy auth-provider, this client keeps what it uses. */
function fieldsOfKubectl(entry: {
  readonly extensions?: readonly { name: string; extension: unknown }[];
  readonly "auth-provider"?: { readonly name: string };
  readonly exec?: object;
}): object {
  const { extensions, "auth-provider": provider, exec, ...fields } = entry;
  const execExtension = extensions?.find(
    ({ name }) => name === "client.authentication.k8s.io/exec",
  );
  return {
    ...fields,
    "auth-provider": provider?.name,
    exec: exec && withoutEmpty(exec),
    "exec-extension": execExtension?.extension,
  };
}

/** What this client's loader says. */
export function viewOfLoader(config: Kubeconfig): KubeconfigView {
  const byName = <Entry>(
    entries: ReadonlyMap<string, Entry>,
    fields: (entry: Entry) => object,
  ) =>
    Object.fromEntries(
      [...entries].map(([name, entry]) => [name, withoutEmpty(fields(entry))]),
    );
  return withoutEmpty({
    "current-context": config.currentContext,
    clusters: byName(config.clusters, clusterFields),
    users: byName(config.users, userFields),
    contexts: byName(config.contexts, ({ cluster, user, namespace }) => ({
      cluster,
      user,
      namespace,
    })),
  }) as KubeconfigView;
}

function clusterFields(cluster: ClusterEntry): object {
  return {
    server: cluster.server,
    "tls-server-name": cluster.tlsServerName,
    "insecure-skip-tls-verify": cluster.insecureSkipTlsVerify,
    "certificate-authority-data":
      cluster.certificateAuthorityData?.reveal().replace(/[\r\n]/g, "") ??
      contentOf(cluster.certificateAuthority),
    "proxy-url": cluster.proxyUrl?.reveal(),
    "disable-compression": cluster.disableCompression,
    "exec-extension": cluster.execConfig,
  };
}

function userFields(user: UserEntry): object {
  const { exec, impersonation } = user;
  return {
    "client-certificate-data":
      user.clientCertificateData?.reveal() ?? contentOf(user.clientCertificate),
    "client-key-data":
      user.clientKeyData?.reveal() ?? contentOf(user.clientKey),
    token: user.token?.reveal(),
    tokenFile: user.tokenFile && writtenPath(user, user.tokenFile),
    username: user.username,
    password: user.password?.reveal(),
    as: impersonation.user,
    "as-uid": impersonation.uid,
    "as-groups": impersonation.groups,
    "as-user-extra": impersonation.extra,
    "auth-provider": user.authProvider,
    exec:
      exec &&
      withoutEmpty({
        ...exec,
        command: exec.command && writtenPath(user, exec.command),
        interactiveMode:
          exec.interactiveMode ??
          (exec.apiVersion?.endsWith("beta1") ? "IfAvailable" : undefined),
        args: exec.args.map((arg) => arg.reveal()),
        env: exec.env.map(({ name, value }) => ({
          name: name ?? "",
          value: value.reveal(),
        })),
      }),
  };
}

/** kubectl shows these paths as they are written; that both find the same file is for the test of credentials. */
function writtenPath({ file }: UserEntry, path: string): string {
  return isAbsolute(path) ? relative(dirname(file), path) : path;
}

function contentOf(path: string | undefined): string | undefined {
  return path && readFileSync(path).toString("base64");
}

/** Go leaves out what is empty, or does not, by field. */
function withoutEmpty(fields: object): object {
  const isEmpty = (value: unknown): boolean =>
    value === undefined ||
    value === null ||
    value === "" ||
    value === false ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === "object" && Object.keys(value).length === 0);
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => !isEmpty(value)),
  );
}
