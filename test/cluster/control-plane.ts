import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import { startClusterNetwork } from "./cluster-network.js";
import {
  networkSocket,
  writeControlPlaneFiles,
} from "./control-plane-files.js";
import {
  apiServerFlags,
  controllerManagerFlags,
  etcdFlags,
  kwokFlags,
  type Ports,
  schedulerFlags,
  type Surroundings,
} from "./control-plane-programs.js";
import { type Answer, type Identity, send } from "./https-request.js";
import { Keeper, type KeptProcess, ProcessEnded } from "./keeper.js";
import { areNodesReady, createNodes, writeKwokConfig } from "./kwok-nodes.js";
import type { RunningCluster, TestCluster } from "./test-cluster.js";

/** An etcd and a kube-apiserver, and what else was asked for, that run until `stop`, or until this process ends in any way. */
export interface ControlPlane extends RunningCluster {
  /** Ends the API server and starts it again, at the same URL; resolves once it serves. */
  restartApiServer(): Promise<void>;
  /** Has the API server stand still, or go on: it accepts connections, and says nothing. */
  stallApiServer(isStalled: boolean): void;
}

export interface ControlPlaneOptions {
  /** Further flags of kube-apiserver; one given here stands after ours and wins. */
  readonly apiServerFlags?: readonly string[];
  /**
   * Runs kube-controller-manager, kube-scheduler and kwok too, where they are there: `KUBEBUILDER_ASSETS` may name a folder
   * without them. Otherwise nothing creates pods for a replica set or empties a namespace that is deleted.
   */
  readonly whole?: boolean;
}

/**
 * Starts a control plane on free ports of the loopback address, in a temporary folder, and waits until it serves.
 *
 * @throws {ProcessEnded} with the end of the log when one of the programs does not come up
 */
export async function startControlPlane(
  options: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const binaries = await findBinaries();
  for (let attempt = 1; ; attempt += 1) {
    const keeper = await Keeper.start("kubewright-control-plane-");
    try {
      return await launch(keeper, binaries, options);
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
  readonly kubelet?: string;
}

async function findBinaries(): Promise<Binaries> {
  const assets = process.env["KUBEBUILDER_ASSETS"];
  if (assets !== undefined && assets !== "")
    return { folder: assets, origin: "assets" };

  const script = join(import.meta.dirname, "build.sh");
  const build = promisify(execFile)(script);
  build.child.stderr?.pipe(process.stderr);
  const [folder = "", kubelet = ""] = (await build).stdout.split("\n");
  return { folder, origin: "built", kubelet };
}

async function launch(
  keeper: Keeper,
  { folder: programs, origin, kubelet }: Binaries,
  options: ControlPlaneOptions,
): Promise<ControlPlane> {
  const { folder } = keeper;
  const program = (name: string): string => join(programs, name);
  const beside = ["kube-controller-manager", "kube-scheduler", "kwok"];
  const whole =
    options.whole === true && beside.every((name) => existsSync(program(name)));
  const ports = await freePorts();
  const around: Surroundings = { folder, ports, whole };
  const kubectl = program("kubectl");
  const sampleApiServer = program("sample-apiserver");
  const cluster = await writeControlPlaneFiles(folder, {
    origin,
    server: `https://127.0.0.1:${ports.apiServer}`,
    etcd: `http://127.0.0.1:${ports.etcd}`,
    whole,
    ...(existsSync(kubectl) ? { kubectl } : {}),
    ...(kubelet === undefined || !whole ? {} : { kubelet }),
    ...(existsSync(sampleApiServer) ? { sampleApiServer } : {}),
  });
  const network = whole
    ? await startClusterNetwork(join(folder, networkSocket))
    : undefined;

  const etcd = keeper.run("etcd", program("etcd"), etcdFlags(around));
  const serve = async (): Promise<KeptProcess> => {
    const apiServer = keeper.run("kube-apiserver", program("kube-apiserver"), [
      ...apiServerFlags(around),
      ...(options.apiServerFlags ?? []),
    ]);
    await untilServing(cluster, [etcd, apiServer]);
    return apiServer;
  };
  let apiServer = await serve();
  if (whole) await launchRest(keeper, program, around, cluster);
  return {
    cluster,
    async restartApiServer() {
      await apiServer.kill();
      apiServer = await serve();
    },
    stallApiServer: (isStalled) => apiServer.stall(isStalled),
    async stop() {
      await keeper.stop();
      await network?.stop();
    },
  };
}

/** Starts what works through the API server, and waits until a pod that is created would run. */
async function launchRest(
  keeper: Keeper,
  program: (name: string) => string,
  around: Surroundings,
  cluster: TestCluster,
): Promise<void> {
  const run = (name: string, flags: readonly string[]): KeptProcess =>
    keeper.run(name, program(name), flags);
  const config = await writeKwokConfig(around.folder);
  const programs = [
    run("kube-controller-manager", controllerManagerFlags(around)),
    run("kube-scheduler", schedulerFlags(around)),
    run("kwok", kwokFlags(around, config)),
  ];
  const identity = await administrator(cluster);
  await createNodes(cluster.server, identity);
  const { controllerManager, scheduler } = around.ports;
  const at = (port: number): string => `https://127.0.0.1:${port}`;
  await Promise.all([
    until(programs, at(controllerManager), "/healthz", identity),
    until(programs, at(scheduler), "/healthz", identity),
    until(programs, cluster.server, "/api/v1/nodes", identity, areNodesReady),
    until(
      programs,
      cluster.server,
      "/api/v1/namespaces/default/serviceaccounts/default",
      identity,
    ),
  ]);
}

/** Waits for `/readyz` and for namespace `default`, which is created a little later. */
async function untilServing(
  cluster: TestCluster,
  processes: readonly KeptProcess[],
): Promise<void> {
  const identity = await administrator(cluster);
  for (const path of ["/readyz", "/api/v1/namespaces/default"])
    await until(processes, cluster.server, path, identity);
}

async function administrator({
  certificateAuthority,
  adminToken,
}: TestCluster): Promise<Identity> {
  const ca = await readFile(certificateAuthority, "utf8");
  return { certificateAuthority: ca, token: adminToken };
}

/** Waits for an answer that will do: one of 200, unless told otherwise. */
async function until(
  processes: readonly KeptProcess[],
  server: string,
  path: string,
  identity: Identity,
  isEnough: (answer: Answer) => boolean = ({ status }) => status === 200,
): Promise<void> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    for (const process of processes) await process.throwIfEnded();
    const answer = await send(server, path, identity).catch(String);
    if (typeof answer === "object" && isEnough(answer)) return;
    const last = typeof answer === "string" ? answer : answer.body;
    if (Date.now() > deadline)
      throw new Error(`${server}${path} is not ready after 300 s: ${last}`);
    await sleep(50);
  }
}

/** Ports that nobody listens on at the moment; all held open until the last is known, so that they differ. */
async function freePorts(): Promise<Ports> {
  const servers = Array.from({ length: 6 }, () =>
    createServer().listen(0, "127.0.0.1"),
  );
  await Promise.all(servers.map((server) => once(server, "listening")));
  const [etcd, etcdPeer, apiServer, controllerManager, scheduler, kubelet] =
    servers.map((server) => (server.address() as AddressInfo).port) as [
      ...(readonly [number, number, number, number, number, number]),
    ];
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return { etcd, etcdPeer, apiServer, controllerManager, scheduler, kubelet };
}
