import { describe, expect } from "vitest";

import type {
  DeploymentApply,
  StatefulSetApply,
} from "../../output/apps/v1/index.js";
import { test } from "./live-client.js";

/** A deployment with one container, as a manager applies it. */
const web = (
  image: string,
  spec: DeploymentApply["spec"] = {},
): DeploymentApply => ({
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "web", image }] },
    },
    ...spec,
  },
});

describe("server-side apply", () => {
  test("creates, and is refused where another manager owns a field", async ({
    k8s,
    live,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const created = await deployments.apply("owned", web("nginx:1"), {
      fieldManager: "one",
    });
    expect(created).toMatchObject({
      metadata: { name: "owned", managedFields: [{ manager: "one" }] },
      spec: { replicas: 1 },
    });

    const fieldManager = "two";
    const refused = deployments.apply("owned", web("nginx:2"), {
      fieldManager,
    });
    await expect(refused).rejects.toSatisfy(live.isConflict);
    await expect(refused).rejects.toMatchObject({
      details: {
        causes: [
          {
            reason: "FieldManagerConflict",
            field: '.spec.template.spec.containers[name="web"].image',
          },
        ],
      },
    });
    await expect(refused).rejects.toThrow('conflict with "one"');

    const force = true;
    const forced = await deployments.apply("owned", web("nginx:2"), {
      fieldManager,
      force,
    });
    expect(forced.spec?.template.spec?.containers[0]?.image).toBe("nginx:2");
    const again = deployments.apply("owned", web("nginx:1"), {
      fieldManager: "one",
    });
    await expect(again).rejects.toThrow('conflict with "two"');
  });

  test("lets go of what is no longer given", async ({ k8s, namespace }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const fieldManager = "one";
    const first = await deployments.apply(
      "shrinking",
      {
        ...web("nginx:1", { replicas: 3, minReadySeconds: 5 }),
        metadata: { labels: { a: "1", b: "2" } },
      },
      { fieldManager },
    );
    expect(first.spec).toMatchObject({ replicas: 3, minReadySeconds: 5 });

    const second = await deployments.apply(
      "shrinking",
      {
        ...web("nginx:1", { minReadySeconds: 5 }),
        metadata: { labels: { b: "2" } },
      },
      { fieldManager },
    );
    // The default takes the place of what is gone.
    expect(second.spec).toMatchObject({ replicas: 1, minReadySeconds: 5 });
    expect(second.metadata.labels).toEqual({ b: "2" });
  });

  test("merges lists by their keys", async ({ k8s, namespace }) => {
    const services = k8s.core.v1.services(namespace);
    const spec = { selector: { app: "web" } };
    await services.apply(
      "web",
      { spec: { ...spec, ports: [{ port: 80, protocol: "TCP" }] } },
      { fieldManager: "one" },
    );
    const ports = [
      { name: "dns", port: 53, protocol: "TCP" },
      { name: "dns-udp", port: 53, protocol: "UDP" },
    ];
    const nameless = services.apply(
      "web",
      { spec: { ports } },
      { fieldManager: "two" },
    );
    await expect(nameless).rejects.toThrow(/ports\[0\]\.name: Required/);
    const named = { name: "http", port: 80, protocol: "TCP" };
    await services.apply(
      "web",
      { spec: { ...spec, ports: [named] } },
      { fieldManager: "one" },
    );
    const both = await services.apply(
      "web",
      { spec: { ports } },
      { fieldManager: "two" },
    );
    expect(both.spec?.ports?.map((port) => port.name).sort()).toEqual([
      "dns",
      "dns-udp",
      "http",
    ]);
  });

  test("of a status is apart from that of the object", async ({
    k8s,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    await deployments.apply("told", web("nginx:1"), { fieldManager: "one" });
    // Of a type that no controller writes.
    const condition = { type: "Told", status: "True" };
    const told = await deployments.status.apply(
      "told",
      { status: { conditions: [condition] }, spec: { replicas: 7 } },
      { fieldManager: "observer" },
    );
    expect(told.status?.conditions).toContainEqual(
      expect.objectContaining(condition),
    );
    expect(told.spec?.replicas).toBe(1);
    expect(told.metadata.managedFields).toContainEqual(
      expect.objectContaining({ manager: "observer", subresource: "status" }),
    );
  });

  test("owns the claim templates of a StatefulSet as a whole, as they are published", async ({
    k8s,
    live,
    namespace,
  }) => {
    const statefulSets = k8s.apps.v1.statefulSets(namespace);
    const claims = (name: string): StatefulSetApply => ({
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: { containers: [{ name: "web", image: "nginx:1" }] },
        },
        serviceName: "web",
        volumeClaimTemplates: [
          {
            metadata: { name },
            spec: {
              accessModes: ["ReadWriteOnce"],
              resources: { requests: { storage: "1Gi" } },
            },
          },
        ],
      },
    });
    const { metadata } = await statefulSets.apply("claims", claims("one"), {
      fieldManager: "one",
    });
    const [entry] = metadata.managedFields ?? [];
    const owned = entry?.fieldsV1 as { "f:spec"?: object } | undefined;
    expect(owned?.["f:spec"]).toMatchObject({ "f:volumeClaimTemplates": {} });
    await expect(
      statefulSets.apply("claims", claims("two"), { fieldManager: "two" }),
    ).rejects.toSatisfy(live.isConflict);
  });
});
