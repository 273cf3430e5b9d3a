import { type AddressInfo, createServer } from "node:net";
import { once } from "node:events";

import { inject } from "vitest";

import { type ApiService, serviceCertificate } from "./aggregated-api.js";
import { Keeper, type KeptProcess } from "./keeper.js";

/** Kubernetes' own example of an aggregated API server, `wardle.example.com`, as it runs. */
export interface SampleApiServer {
  readonly service: ApiService;
  /** @throws {ProcessEnded} with the end of its log, once it has ended */
  throwIfEnded(): Promise<void>;
  /** Ends it, and leaves what registers it. */
  kill(): Promise<void>;
  /** Starts it again, at the same port. */
  restart(): void;
  stop(): Promise<void>;
}

/**
 * Starts sample-apiserver on a free port of the loopback address. It takes the API server's word for whom a request is from, asks
 * it whether they may, and keeps its objects in the same etcd, under a prefix of its own.
 *
 * @see https://github.com/kubernetes/sample-apiserver
 */
export async function startSampleApiServer(
  namespace: string,
): Promise<SampleApiServer> {
  const { sampleApiServer: program, etcd, kubeconfig } = inject("cluster");
  if (program === undefined || etcd === undefined)
    throw new Error("this cluster has no sample-apiserver");
  const keeper = await Keeper.start("kubewright-sample-apiserver-");
  const port = await freePort();
  const service = { namespace, name: "wardle", port };
  const { certificate, key } = await serviceCertificate(service, keeper.folder);
  const flags = [
    `--etcd-servers=${etcd}`,
    `--etcd-prefix=/${namespace}/wardle.example.com`,
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    `--tls-cert-file=${certificate}`,
    `--tls-private-key-file=${key}`,
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
  ];
  const run = (): KeptProcess => keeper.run("sample-apiserver", program, flags);
  let running = run();
  return {
    service,
    throwIfEnded: () => running.throwIfEnded(),
    kill: () => running.kill(),
    restart: () => void (running = run()),
    stop: () => keeper.stop(),
  };
}

/** A port that nobody listens on at the moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}
