import { readFile } from "node:fs/promises";
import { dirname } from "node:path";

import { inject, vi } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { type CertificateFiles, issueCertificate } from "./certificates.js";
import { nodeAddress } from "./kwok-nodes.js";
import type { TestCluster } from "./test-cluster.js";

/** A service that the API server passes a group's requests on to. */
export interface ApiService {
  readonly namespace: string;
  readonly name: string;
  /** Where a program of the tests listens on 127.0.0.1. The API server reaches it by the network of its pods. */
  readonly port: number;
}

/** Whether this cluster's API server can be led to a program of the tests: the network between is of our own making. */
export const canAggregate: boolean = inject("cluster").whole;

/** A certificate for the name that the API server knows a service by, of the authority that {@link registerApi} names. */
export async function serviceCertificate(
  { namespace, name }: Pick<ApiService, "namespace" | "name">,
  folder: string,
  cluster: TestCluster = inject("cluster"),
): Promise<CertificateFiles> {
  const own = dirname(cluster.kubeconfig);
  const authority = { certificate: `${own}/ca.crt`, key: `${own}/ca.key` };
  return issueCertificate(authority, folder, name, {
    commonName: name,
    names: [`DNS:${name}.${namespace}.svc`],
  });
}

/**
 * Registers versions of a group as served by a program of the tests, and waits until the API server says that they are. The
 * service has no selector; its endpoint is one that only the network of the tests leads anywhere.
 */
export async function registerApi(
  k8s: Kubernetes,
  service: ApiService,
  group: string,
  versions: readonly string[],
): Promise<void> {
  const { namespace, name, port } = service;
  const ports = [{ name: "https", port }];
  await k8s.core.v1.services(namespace).create({
    metadata: { name },
    spec: { ports },
  });
  await k8s.discovery.v1.endpointSlices(namespace).create({
    metadata: { name, labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    ports,
    endpoints: [{ addresses: [nodeAddress] }],
  });
  const authority = await readFile(inject("cluster").certificateAuthority);
  const apiServices = k8s.apiregistration.v1.apiServices;
  for (const [index, version] of versions.entries()) {
    await apiServices.create({
      metadata: { name: `${version}.${group}` },
      spec: {
        group,
        version,
        groupPriorityMinimum: 1000,
        versionPriority: 100 - index,
        caBundle: authority.toString("base64"),
        service,
      },
    });
  }
  for (const version of versions)
    await untilAvailable(k8s, `${version}.${group}`, true);
}

/** Takes back what {@link registerApi} says of a group; its service goes with its namespace. */
export async function unregisterApi(
  { apiregistration }: Kubernetes,
  group: string,
  versions: readonly string[],
): Promise<void> {
  for (const version of versions)
    await apiregistration.v1.apiServices.delete(`${version}.${group}`);
}

/** Waits until the API server says that an API is there, or that it is not. */
export async function untilAvailable(
  k8s: Kubernetes,
  name: string,
  isAvailable: boolean,
): Promise<void> {
  const wanted = isAvailable ? "True" : "False";
  await vi.waitFor(
    async () => {
      const { status } = await k8s.apiregistration.v1.apiServices.get(name);
      const conditions = status?.conditions ?? [];
      const found = conditions.find(({ type }) => type === "Available");
      if (found?.status !== wanted)
        throw new Error(`${name}: ${JSON.stringify(conditions)}`);
    },
    { timeout: 90_000, interval: 100 },
  );
}
