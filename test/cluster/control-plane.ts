import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import {
  createAuthority,
  createSigningKey,
  issueCertificate,
} from "./certificates.js";
import { send } from "./https-request.js";
import { Keeper, type KeptProcess, ProcessEnded } from "./keeper.js";
import { type TestCluster, writeKubeconfig } from "./test-cluster.js";

/** An etcd and a kube-apiserver that run until `stop`, or until this process ends in any way. */
export interface ControlPlane extends TestCluster {
  /** Ends both and removes their folder, with every path of {@link TestCluster} in it. */
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  /** Further flags of kube-apiserver; one given here stands after ours and wins. */
  readonly apiServerFlags?: readonly string[];
}

/**
 * Starts a control plane on free ports of the loopback address, in a temporary folder, and waits until it serves.
 *
 * There is no controller manager: nothing creates pods for a replica set or empties a namespace that is deleted.
 *
 * @throws {ProcessEnded} with the end of the log when one of the two does not come up
 */
export async function startControlPlane(
  options: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const binaries = await findBinaries();
  for (let attempt = 1; ; attempt += 1) {
    const keeper = await Keeper.start("kubewright-control-plane-");
    try {
      const cluster = await launch(keeper, binaries, options);
      return { ...cluster, stop: () => keeper.stop() };
    } catch (error) {
      await keeper.stop();
      // Between choosing a port and listening on it, another process may have taken it.
      const again = error instanceof ProcessEnded && error.portTaken;
      if (!again || attempt === 3) throw error;
    }
  }
}

interface Binaries {
  readonly folder: string;
  readonly origin: "built" | "assets";
}

async function findBinaries(): Promise<Binaries> {
  const assets = process.env["KUBEBUILDER_ASSETS"];
  if (assets !== undefined && assets !== "")
    return { folder: assets, origin: "assets" };

  const script = join(import.meta.dirname, "build.sh");
  const build = promisify(execFile)(script);
  build.child.stderr?.pipe(process.stderr);
  return { folder: (await build).stdout.trim(), origin: "built" };
}

async function launch(
  keeper: Keeper,
  binaries: Binaries,
  { apiServerFlags = [] }: ControlPlaneOptions,
): Promise<TestCluster> {
  const { folder } = keeper;
  const [client, peer, secure] = await freePorts(3);
  const cluster = await prepare(
    folder,
    binaries,
    `https://127.0.0.1:${secure}`,
  );
  const etcd = keeper.run("etcd", join(binaries.folder, "etcd"), [
    `--data-dir=${join(folder, "etcd")}`,
    "--unsafe-no-fsync",
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-cluster=default=http://127.0.0.1:${peer}`,
  ]);
  const apiServer = keeper.run(
    "kube-apiserver",
    join(binaries.folder, "kube-apiserver"),
    [
      `--etcd-servers=http://127.0.0.1:${client}`,
      `--secure-port=${secure}`,
      ...fixedFlags(folder),
      ...apiServerFlags,
    ],
  );
  await untilReady(cluster, [etcd, apiServer]);
  return cluster;
}

/** Writes what the flags and the tests name: certificates, keys, tokens, the kubeconfig. */
async function prepare(
  folder: string,
  { origin }: Binaries,
  server: string,
): Promise<TestCluster> {
  const authority = await createAuthority(folder, "ca");
  await issueCertificate(authority, folder, "server", {
    commonName: "kube-apiserver",
    names: ["IP:127.0.0.1", "DNS:localhost"],
  });
  const admin = await issueCertificate(authority, folder, "admin", {
    commonName: "admin",
    organization: "system:masters",
  });
  await createSigningKey(join(folder, "service-account.key"));

  const cluster: TestCluster = {
    origin,
    server,
    certificateAuthority: authority.certificate,
    kubeconfig: join(folder, "kubeconfig"),
    adminToken: randomBytes(16).toString("hex"),
    weakToken: randomBytes(16).toString("hex"),
    weakUser: "weak",
    clientCertificate: admin.certificate,
    clientKey: admin.key,
  };
  await writeFile(
    join(folder, "tokens.csv"),
    `${cluster.adminToken},admin-token,admin-token,system:masters\n` +
      `${cluster.weakToken},${cluster.weakUser},weak\n`,
    { mode: 0o600 },
  );
  await writeKubeconfig(cluster, {
    "client-certificate": admin.certificate,
    "client-key": admin.key,
  });
  return cluster;
}

function fixedFlags(folder: string): readonly string[] {
  const file = (name: string): string => join(folder, name);
  return [
    "--bind-address=127.0.0.1",
    // It refuses to advertise a loopback address.
    "--endpoint-reconciler-type=none",
    `--cert-dir=${file("certificates")}`,
    `--tls-cert-file=${file("server.crt")}`,
    `--tls-private-key-file=${file("server.key")}`,
    `--client-ca-file=${file("ca.crt")}`,
    `--token-auth-file=${file("tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${file("service-account.key")}`,
    `--service-account-signing-key-file=${file("service-account.key")}`,
    // Without a controller manager no namespace has the service account that this plugin asks of every pod.
    "--disable-admission-plugins=ServiceAccount",
    "--service-cluster-ip-range=10.0.0.0/24",
    "--allow-privileged=true",
  ];
}

/** Waits for `/readyz` and for namespace `default`, which is created a little later. */
async function untilReady(
  { server, certificateAuthority, adminToken }: TestCluster,
  processes: readonly KeptProcess[],
): Promise<void> {
  const ca = await readFile(certificateAuthority, "utf8");
  const identity = { certificateAuthority: ca, token: adminToken };
  const deadline = Date.now() + 300_000;
  let last = "no answer";
  for (const path of ["/readyz", "/api/v1/namespaces/default"]) {
    for (;;) {
      for (const process of processes) await process.throwIfEnded();
      const answer = await send(server, path, identity).catch(String);
      if (typeof answer === "object" && answer.status === 200) break;
      last = typeof answer === "string" ? answer : answer.body;
      if (Date.now() > deadline)
        throw new Error(`${server}${path} is not ready after 300 s: ${last}`);
      await sleep(50);
    }
  }
}

/** Ports that nobody listens on at the moment; all held open until the last is known, so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () =>
    createServer().listen(0, "127.0.0.1"),
  );
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
