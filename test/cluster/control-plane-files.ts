import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  createAuthority,
  createSigningKey,
  issueCertificate,
} from "./certificates.js";
import { nodeAddress } from "./kwok-nodes.js";
import { type TestCluster, writeKubeconfig } from "./test-cluster.js";

/** Where, in a control plane's folder, the API server reaches the network of its pods and nodes. */
export const networkSocket = "network.sock";

/** Writes what the flags and the tests name: certificates, keys, tokens, the kubeconfig. */
export async function writeControlPlaneFiles(
  folder: string,
  of: Pick<
    TestCluster,
    | "etcd"
    | "kubectl"
    | "kubelet"
    | "origin"
    | "sampleApiServer"
    | "server"
    | "whole"
  >,
): Promise<TestCluster> {
  const authority = await createAuthority(folder, "ca");
  const [admin] = await Promise.all([
    issueCertificate(authority, folder, "admin", {
      commonName: "admin",
      organization: "system:masters",
    }),
    issueCertificate(authority, folder, "server", {
      commonName: "kube-apiserver",
      names: ["IP:127.0.0.1", "DNS:localhost"],
    }),
    createSigningKey(join(folder, "service-account.key")),
    writeFrontProxy(folder),
  ]);
  if (of.whole)
    await issueCertificate(authority, folder, "kubelet", {
      commonName: "kubelet",
      names: [`IP:${nodeAddress}`],
    });

  const cluster: TestCluster = {
    ...of,
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
  await writeFile(join(folder, "egress.json"), egressThrough(folder));
  await writeKubeconfig(cluster, {
    "client-certificate": admin.certificate,
    "client-key": admin.key,
  });
  return cluster;
}

/**
 * What the API server shows to those that it passes requests on to, so that they take its word for whom a request is from: a
 * certificate of an authority of its own, which no user has one of.
 */
async function writeFrontProxy(folder: string): Promise<void> {
  const authority = await createAuthority(folder, "front-proxy-ca");
  const commonName = "front-proxy-client";
  await issueCertificate(authority, folder, commonName, { commonName });
}

/** The API server's connections to pods, nodes and services go through a proxy; those to etcd do not. */
function egressThrough(folder: string): string {
  const connection = {
    proxyProtocol: "HTTPConnect",
    transport: { uds: { udsName: join(folder, networkSocket) } },
  };
  return JSON.stringify({
    apiVersion: "apiserver.k8s.io/v1beta1",
    kind: "EgressSelectorConfiguration",
    egressSelections: [{ name: "cluster", connection }],
  });
}
