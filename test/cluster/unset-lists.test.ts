import { describe, expect } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { test, uniqueName } from "./live-client.js";

const dryRun = { dryRun: true } as const;
const named = () => ({ name: uniqueName("unset") });
const selector = { matchLabels: { app: "a" } };
const pod = { containers: [{ name: "a", image: "a" }] };

/** What is read where nobody set a list: the fixup `unset-lists-are-null` says so of each. */
const reads: Readonly<
  Record<string, (k8s: Kubernetes, namespace: string) => Promise<unknown>>
> = {
  "ClusterRole.rules": async (k8s) =>
    (
      await k8s.rbacAuthorization.v1.clusterRoles.create(
        {
          metadata: named(),
          aggregationRule: { clusterRoleSelectors: [selector] },
        },
        dryRun,
      )
    ).rules,
  "Role.rules": async (k8s, namespace) =>
    (
      await k8s.rbacAuthorization.v1
        .roles(namespace)
        .create({ metadata: named() }, dryRun)
    ).rules,
  "CSINodeSpec.drivers": async (k8s) =>
    (
      await k8s.storage.v1.csiNodes.create(
        { metadata: named(), spec: { drivers: null } },
        dryRun,
      )
    ).spec.drivers,
  "CSINodeDriver.topologyKeys": async (k8s) =>
    (
      await k8s.storage.v1.csiNodes.create(
        {
          metadata: named(),
          spec: { drivers: [{ name: "a.example.com", nodeID: "n" }] },
        },
        dryRun,
      )
    ).spec.drivers?.[0]?.topologyKeys,
  "DeviceClaim.requests": async (k8s, namespace) =>
    (
      await k8s.resourceK8sIo.v1
        .resourceClaims(namespace)
        .create({ metadata: named(), spec: { devices: {} } }, dryRun)
    ).spec?.devices?.requests,
  "EndpointSlice.endpoints": async (k8s, namespace) =>
    (
      await k8s.discovery.v1
        .endpointSlices(namespace)
        .create({ metadata: named(), addressType: "IPv4" }, dryRun)
    ).endpoints,
  "EndpointSlice.ports": async (k8s, namespace) =>
    (
      await k8s.discovery.v1
        .endpointSlices(namespace)
        .create({ metadata: named(), addressType: "IPv4" }, dryRun)
    ).ports,
  "HorizontalPodAutoscalerStatus.currentMetrics": async (k8s, namespace) =>
    (
      await k8s.autoscaling.v2.horizontalPodAutoscalers(namespace).create(
        {
          metadata: named(),
          spec: {
            maxReplicas: 2,
            scaleTargetRef: {
              apiVersion: "apps/v1",
              kind: "Deployment",
              name: "a",
            },
          },
        },
        dryRun,
      )
    ).status?.currentMetrics,
  "LimitRangeSpec.limits": async (k8s, namespace) =>
    (
      await k8s.core.v1
        .limitRanges(namespace)
        .create({ metadata: named(), spec: { limits: null } }, dryRun)
    ).spec?.limits,
  "PodFailurePolicy.rules": async (k8s, namespace) =>
    (
      await k8s.batch.v1.jobs(namespace).create(
        {
          metadata: named(),
          spec: {
            podFailurePolicy: { rules: null },
            template: { spec: { ...pod, restartPolicy: "Never" } },
          },
        },
        dryRun,
      )
    ).spec?.podFailurePolicy?.rules,
  "ProjectedVolumeSource.sources": async (k8s, namespace) =>
    (
      await k8s.core.v1.pods(namespace).create(
        {
          metadata: named(),
          spec: { ...pod, volumes: [{ name: "v", projected: {} }] },
        },
        dryRun,
      )
    ).spec?.volumes?.find(({ name }) => name === "v")?.projected?.sources,
};

describe("a list that nobody set is null, where the types say so:", () => {
  test.for(Object.entries(reads))(
    "%s",
    async ([, read], { k8s, namespace }) => {
      expect(await read(k8s, namespace)).toBeNull();
    },
  );
});
