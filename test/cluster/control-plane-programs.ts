import { join } from "node:path";

import { nodeAddress, podAddresses } from "./kwok-nodes.js";

/** Ports of the loopback address that the programs listen on. */
export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kubelet: number;
}

/** What the flags of a program follow from: the folder that holds its files, its ports, and who else runs. */
export interface Surroundings {
  readonly folder: string;
  readonly ports: Ports;
  /** Controllers, a scheduler and nodes run beside the API server. */
  readonly whole: boolean;
}

/** etcd that forgets on a crash: no test asks it to remember. */
export function etcdFlags({ folder, ports }: Surroundings): readonly string[] {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    `--data-dir=${join(folder, "etcd")}`,
    "--unsafe-no-fsync",
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ];
}

/** kube-apiserver with every default that a test could meet, RBAC included. */
export function apiServerFlags(around: Surroundings): readonly string[] {
  const { folder, ports, whole } = around;
  const file = (name: string): string => join(folder, name);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    `--secure-port=${ports.apiServer}`,
    // It refuses to advertise a loopback address.
    "--endpoint-reconciler-type=none",
    ...servingFlags(folder),
    `--client-ca-file=${file("ca.crt")}`,
    `--token-auth-file=${file("tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${file("service-account.key")}`,
    `--service-account-signing-key-file=${file("service-account.key")}`,
    "--service-cluster-ip-range=10.0.0.0/24",
    "--allow-privileged=true",
    ...frontProxyFlags(file),
    ...(whole
      ? [
          `--egress-selector-config-file=${file("egress.json")}`,
          `--kubelet-certificate-authority=${file("ca.crt")}`,
          `--kubelet-client-certificate=${file("admin.crt")}`,
          `--kubelet-client-key=${file("admin.key")}`,
          "--kubelet-preferred-address-types=InternalIP",
        ]
      : [
          // Without a controller manager no namespace has the service account that this plugin asks of every pod.
          "--disable-admission-plugins=ServiceAccount",
        ]),
  ];
}

/** How it says to an aggregated API server whom a request is from. */
function frontProxyFlags(file: (name: string) => string): readonly string[] {
  return [
    `--requestheader-client-ca-file=${file("front-proxy-ca.crt")}`,
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-username-headers=X-Remote-User",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    `--proxy-client-cert-file=${file("front-proxy-client.crt")}`,
    `--proxy-client-key-file=${file("front-proxy-client.key")}`,
  ];
}

/** kube-controller-manager with all its default controllers, and no limit that a test would wait for. */
export function controllerManagerFlags(
  around: Surroundings,
): readonly string[] {
  const file = (name: string): string => join(around.folder, name);
  return [
    ...componentFlags(around, around.ports.controllerManager),
    "--kube-api-qps=500",
    "--kube-api-burst=1000",
    `--root-ca-file=${file("ca.crt")}`,
    `--service-account-private-key-file=${file("service-account.key")}`,
    `--cluster-signing-cert-file=${file("ca.crt")}`,
    `--cluster-signing-key-file=${file("ca.key")}`,
  ];
}

/** kube-scheduler with its default profile. */
export function schedulerFlags(around: Surroundings): readonly string[] {
  return componentFlags(around, around.ports.scheduler);
}

/** kwok, which plays the kubelet of every node; `config` is the file that says how. */
export function kwokFlags(
  { folder, ports }: Surroundings,
  config: string,
): readonly string[] {
  return [
    `--kubeconfig=${join(folder, "kubeconfig")}`,
    `--config=${config}`,
    "--manage-all-nodes",
    `--cidr=${podAddresses}`,
    `--node-ip=${nodeAddress}`,
    `--node-port=${ports.kubelet}`,
    `--server-address=127.0.0.1:${ports.kubelet}`,
    `--tls-cert-file=${join(folder, "kubelet.crt")}`,
    `--tls-private-key-file=${join(folder, "kubelet.key")}`,
  ];
}

/** What the programs that watch the API server have in common. */
function componentFlags(
  { folder }: Surroundings,
  port: number,
): readonly string[] {
  return [
    `--kubeconfig=${join(folder, "kubeconfig")}`,
    `--secure-port=${port}`,
    ...servingFlags(folder),
    "--leader-elect=false",
  ];
}

function servingFlags(folder: string): readonly string[] {
  return [
    "--bind-address=127.0.0.1",
    `--cert-dir=${join(folder, "certificates")}`,
    `--tls-cert-file=${join(folder, "server.crt")}`,
    `--tls-private-key-file=${join(folder, "server.key")}`,
  ];
}
