import { describe, expect, onTestFinished } from "vitest";

import type { DeploymentApply } from "../../output/apps/v1/index.js";
import type { ConfigMapApply } from "../../output/core/v1/index.js";
import {
  fieldManagers,
  ownedFields,
} from "../../templates/runtime/managed-fields.js";
import { appliedPart } from "./applied-part.js";
import { test } from "./live-client.js";

const ci: DeploymentApply = {
  metadata: {
    labels: { app: "web", "example.com/tier": "front" },
    annotations: { "example.com/by": "ci" },
    finalizers: ["example.com/a", "example.com/b"],
  },
  spec: {
    minReadySeconds: 5,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        nodeSelector: { disk: "ssd" },
        containers: [
          {
            name: "web",
            image: "nginx:1",
            args: ["-v", "-x"],
            resources: { requests: { cpu: "500m", memory: "1Gi" } },
            env: [
              { name: "A", value: "1" },
              {
                name: "B",
                valueFrom: {
                  fieldRef: { apiVersion: "v1", fieldPath: "spec.nodeName" },
                },
              },
            ],
            ports: [
              { containerPort: 53, protocol: "TCP" },
              { containerPort: 53, protocol: "UDP" },
            ],
            volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
          },
          { name: "side", image: "envoy:1" },
        ],
        volumes: [{ name: "tmp", emptyDir: {} }],
      },
    },
  },
};

const mesh: DeploymentApply = {
  metadata: {
    labels: { mesh: "on" },
    finalizers: ["example.com/mesh"],
  },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          {
            name: "web",
            env: [{ name: "MESH", value: "on" }],
            ports: [{ containerPort: 15000, protocol: "TCP" }],
          },
          { name: "proxy", image: "envoy:2" },
        ],
      },
    },
  },
};

const identity = (name: string, namespace: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace },
});

describe("what a manager owns", () => {
  test("is what it applied, and applied again changes nothing", async ({
    k8s,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    onTestFinished(async () => {
      await deployments.patch("web", { metadata: { finalizers: null } });
    });
    await deployments.apply("web", ci, { fieldManager: "ci" });
    const both = await deployments.apply("web", mesh, { fieldManager: "mesh" });

    for (const [fieldManager, applied] of Object.entries({ ci, mesh })) {
      const owned = ownedFields<DeploymentApply>(both, fieldManager);
      const { apiVersion, kind, metadata } = identity("web", namespace);
      expect(owned).toEqual({
        apiVersion,
        kind,
        ...applied,
        metadata: { ...applied.metadata, ...metadata },
      });
      const again = await deployments.apply("web", owned, {
        fieldManager,
        dryRun: true,
      });
      expect(appliedPart(again)).toEqual(appliedPart(both));
    }
  });

  test("is less once another took it, and one field less once it is taken out", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const data = { a: "1", b: "1", c: "1" };
    await configMaps.apply("shared", { data }, { fieldManager: "one" });
    const taken = await configMaps.apply(
      "shared",
      { data: { b: "2" } },
      { fieldManager: "two", force: true },
    );
    const owned = ownedFields<ConfigMapApply>(taken, "one");
    expect(owned.data).toEqual({ a: "1", c: "1" });
    expect(ownedFields<ConfigMapApply>(taken, "two").data).toEqual({ b: "2" });

    delete owned.data?.["c"];
    const dropped = await configMaps.apply("shared", owned, {
      fieldManager: "one",
    });
    expect(dropped.data).toEqual({ a: "1", b: "2" });
    const refused = configMaps.apply(
      "shared",
      { data: { a: "3" } },
      { fieldManager: "two" },
    );
    await expect(refused).rejects.toSatisfy(live.isConflict);
  });

  test("of a subresource is apart", async ({ k8s, namespace }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const template = {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "web", image: "nginx:1" }] },
    };
    const selector = { matchLabels: { app: "web" } };
    await deployments.apply(
      "told",
      { spec: { selector, template } },
      { fieldManager: "one" },
    );
    const status = { conditions: [{ type: "Told", status: "True" }] };
    const told = await deployments.status.apply(
      "told",
      { status },
      { fieldManager: "one" },
    );
    expect(ownedFields<DeploymentApply>(told, "one").status).toBeUndefined();
    const owned = ownedFields<DeploymentApply>(told, "one", {
      subresource: "status",
    });
    expect(owned).toEqual({ ...identity("told", namespace), status });
    const again = await deployments.status.apply("told", owned, {
      fieldManager: "one",
      dryRun: true,
    });
    expect(appliedPart(again)).toEqual(appliedPart(told));
  });

  test("is nothing where it only updated", async ({ k8s, namespace }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const created = await configMaps.create(
      { metadata: { name: "made" }, data: { a: "1" } },
      { fieldManager: "maker" },
    );
    expect(ownedFields(created, "maker")).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "made", namespace },
    });
    expect(fieldManagers(created)).toEqual([
      {
        manager: "maker",
        operation: "Update",
        apiVersion: "v1",
        subresource: "",
        time: created.metadata.creationTimestamp,
        paths: [".data", ".data.a"],
      },
    ]);
  });

  test("has the paths that conflicts name", async ({
    k8s,
    live,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const own: DeploymentApply = { ...ci, metadata: {} };
    const object = await deployments.apply("named", own, {
      fieldManager: "ci",
    });
    const paths = fieldManagers(object).find(
      (one) => one.manager === "ci",
    )?.paths;
    const spec = {
      containers: [
        {
          name: "web",
          image: "other",
          ports: [{ containerPort: 53, protocol: "TCP", hostPort: 53 }],
          env: [{ name: "A", value: "2" }],
        },
      ],
    };
    const refused = deployments.apply(
      "named",
      { spec: { minReadySeconds: 1, template: { spec } } },
      { fieldManager: "two" },
    );
    const error: unknown = await refused.catch((reason: unknown) => reason);
    const causes = live.isConflict(error) ? (error.details?.causes ?? []) : [];
    expect(causes.map(({ field }) => field)).toHaveLength(3);
    for (const { field } of causes) expect(paths).toContain(field);
  });
});
