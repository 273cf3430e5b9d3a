import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { parse } from "yaml";

import { type Identity, send } from "./https-request.js";
import {
  type RunningCluster,
  type TestCluster,
  writeKubeconfig,
} from "./test-cluster.js";

/**
 * The cluster of a kubeconfig's current context, in the place of one of our own.
 *
 * The administrator's and the weak user's tokens are those of two service accounts, made in a namespace that `stop` deletes
 * together with the binding to `cluster-admin`. The context's user must have that role, and a client certificate or a token.
 */
export async function useExistingCluster(
  file: string,
): Promise<RunningCluster> {
  const folder = await mkdtemp(join(tmpdir(), "kubewright-test-cluster-"));
  const { server, user, identity } = await readContext(file);
  const certificateAuthority = join(folder, "ca.crt");
  await writeFile(certificateAuthority, identity.certificateAuthority);

  const name = `kubewright-test-${Date.now().toString(36)}`;
  const call = (method: string, path: string, body?: unknown) =>
    expectSuccess(server, identity, method, path, body);
  const adminToken = await grantedAccount(call, name);
  const weakToken = await accountToken(call, name, "weak");

  const cluster: TestCluster = {
    origin: "existing",
    // Its nodes are not kwok's, and its kubectl need not be of its version.
    whole: false,
    server,
    certificateAuthority,
    kubeconfig: join(folder, "kubeconfig"),
    adminToken,
    weakToken,
    weakUser: `system:serviceaccount:${name}:weak`,
    ...(await certificateFiles(folder, identity)),
  };
  await writeKubeconfig(cluster, user);
  return {
    cluster,
    async stop() {
      await call("DELETE", `${bindings}/${name}`);
      await call("DELETE", `/api/v1/namespaces/${name}`);
      await rm(folder, { recursive: true });
    },
  };
}

type Call = (method: string, path: string, body?: unknown) => Promise<string>;

const bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";

/** Creates the namespace and the administrator's account in it, and gives that account's token. */
async function grantedAccount(call: Call, namespace: string): Promise<string> {
  const metadata = { name: namespace };
  await call("POST", "/api/v1/namespaces", { metadata });
  await call("POST", bindings, {
    metadata,
    roleRef: {
      apiGroup: "rbac.authorization.k8s.io",
      kind: "ClusterRole",
      name: "cluster-admin",
    },
    subjects: [{ kind: "ServiceAccount", namespace, name: "admin" }],
  });
  return accountToken(call, namespace, "admin");
}

async function accountToken(
  call: Call,
  namespace: string,
  name: string,
): Promise<string> {
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await call("POST", accounts, { metadata: { name } });
  const answer = await call("POST", `${accounts}/${name}/token`, {
    spec: { expirationSeconds: 4 * 3600 },
  });
  return (JSON.parse(answer) as { status: { token: string } }).status.token;
}

async function expectSuccess(
  server: string,
  identity: Identity,
  method: string,
  path: string,
  body: unknown,
): Promise<string> {
  const answer = await send(server, path, identity, { method, body });
  if (answer.status >= 300)
    throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
  return answer.body;
}

type Entry = Readonly<Record<string, string | undefined>>;

interface Kubeconfig {
  readonly "current-context": string;
  readonly contexts: readonly { name: string; context: Entry }[];
  readonly clusters: readonly { name: string; cluster: Entry }[];
  readonly users: readonly { name: string; user: Entry }[];
}

interface Context {
  readonly server: string;
  readonly user: Entry;
  readonly identity: Identity;
}

async function readContext(file: string): Promise<Context> {
  const config = parse(await readFile(file, "utf8")) as Kubeconfig;
  const named = <T extends { name: string }>(
    entries: readonly T[],
    name: string | undefined,
  ): T => {
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry !== undefined) return entry;
    throw new Error(`${file}: there is no entry named "${name}"`);
  };
  const { context } = named(config.contexts, config["current-context"]);
  const { cluster } = named(config.clusters, context["cluster"]);
  const { user } = named(config.users, context["user"]);

  /** The text of `KEY-data` (base64), or of the file that `KEY` names, relative to the kubeconfig. */
  const pem = async (entry: Entry, key: string) => {
    const data = entry[`${key}-data`];
    if (data !== undefined) return Buffer.from(data, "base64").toString();
    const path = entry[key];
    return path === undefined
      ? undefined
      : readFile(resolve(dirname(file), path), "utf8");
  };
  const certificateAuthority = await pem(cluster, "certificate-authority");
  const clientCertificate = await pem(user, "client-certificate");
  const clientKey = await pem(user, "client-key");
  const token = user["token"];
  const hasCertificate =
    clientCertificate !== undefined && clientKey !== undefined;
  if (cluster["server"] === undefined || certificateAuthority === undefined)
    throw new Error(`${file}: the cluster needs a certificate authority`);
  if (!hasCertificate && token === undefined)
    throw new Error(`${file}: the user needs a client certificate or a token`);

  return {
    server: cluster["server"].replace(/\/$/, ""),
    user: hasCertificate
      ? {
          "client-certificate-data": base64(clientCertificate),
          "client-key-data": base64(clientKey),
        }
      : { token },
    identity: {
      certificateAuthority,
      ...(hasCertificate ? { clientCertificate, clientKey } : {}),
      ...(token === undefined ? {} : { token }),
    },
  };
}

async function certificateFiles(
  folder: string,
  { clientCertificate, clientKey }: Identity,
): Promise<Pick<TestCluster, "clientCertificate" | "clientKey">> {
  if (clientCertificate === undefined || clientKey === undefined) return {};
  const files = {
    clientCertificate: join(folder, "admin.crt"),
    clientKey: join(folder, "admin.key"),
  };
  await writeFile(files.clientCertificate, clientCertificate);
  await writeFile(files.clientKey, clientKey, { mode: 0o600 });
  return files;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
