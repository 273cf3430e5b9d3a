import { describe, expect, inject } from "vitest";

import type { Pod } from "../../output/core/v1/index.js";
import { test, uniqueName } from "./live-client.js";
import { certificateRequest } from "./minimal-objects/certificates.js";
import { writeAgain } from "./write-again.js";

/** A pod that no scheduler takes for its own. */
const pod = (name: string, labels: Record<string, string> = {}): Pod => ({
  metadata: { name, labels },
  spec: {
    schedulerName: "example.com/none",
    containers: [
      {
        name: "web",
        image: "nginx",
        resources: { requests: { cpu: "100m" } },
      },
    ],
  },
});

const success = { kind: "Status", status: "Success" };

describe("subresources of workloads", () => {
  test("scale is read, replaced and patched", async ({
    k8s,
    live,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const labels = { app: "web" };
    await deployments.create({
      metadata: { name: "web" },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: "web", image: "nginx" }] },
        },
      },
    });
    const scale = await deployments.scale.get("web");
    expect(scale).toMatchObject({
      apiVersion: "autoscaling/v1",
      kind: "Scale",
      spec: { replicas: 1 },
      status: { selector: "app=web" },
    });
    const updated = await writeAgain(live, async () =>
      deployments.scale.update({
        ...(await deployments.scale.get("web")),
        spec: { replicas: 2 },
      }),
    );
    expect(updated.spec?.replicas).toBe(2);
    const patched = await deployments.scale.patch("web", {
      spec: { replicas: 3 },
    });
    expect(patched.spec?.replicas).toBe(3);
    const byOperations = await deployments.scale.patch(
      "web",
      [{ op: "replace", path: "/spec/replicas", value: 4 }],
      { type: "json" },
    );
    expect(byOperations.spec?.replicas).toBe(4);
    const applied = await deployments.scale.apply(
      "web",
      { spec: { replicas: 5 } },
      { fieldManager: "ci", force: true },
    );
    expect(applied.spec?.replicas).toBe(5);
    expect((await deployments.get("web")).spec?.replicas).toBe(5);
  });

  test("status is patched and replaced without the rest", async ({
    k8s,
    live,
    namespace,
  }) => {
    const jobs = k8s.batch.v1.jobs(namespace);
    const created = await jobs.create({
      metadata: { name: "once" },
      spec: {
        suspend: true,
        template: {
          spec: {
            restartPolicy: "Never",
            containers: [{ name: "main", image: "busybox" }],
          },
        },
      },
    });
    const patched = await jobs.status.patch("once", {
      spec: { parallelism: 9 },
      status: { ready: 0 },
    });
    expect(patched.spec?.parallelism).toBe(1);
    expect(patched.status).toMatchObject({ ready: 0 });
    const updated = await writeAgain(live, async () => {
      const current = await jobs.status.get("once");
      const status = { ...current.status, ready: 0, terminating: 0 };
      return jobs.status.update({ ...current, status });
    });
    expect(updated.status).toMatchObject({ terminating: 0 });
    expect((await jobs.status.get("once")).metadata.uid).toBe(
      created.metadata.uid,
    );
  });
});

describe("subresources of pods", () => {
  test("binding puts one onto a node", async ({ k8s, namespace }) => {
    const pods = k8s.core.v1.pods(namespace);
    await pods.create(pod("bound"));
    const target = { kind: "Node", name: uniqueName("node") };
    const answer = await pods.binding.create("bound", { target });
    expect(answer).toMatchObject(success);
    expect((await pods.get("bound")).spec?.nodeName).toBe(target.name);

    await pods.create(pod("bound-by-name"));
    const metadata = { name: "bound-by-name" };
    const bindings = k8s.core.v1.bindings(namespace);
    expect(await bindings.create({ metadata, target })).toMatchObject(success);
    expect((await pods.get("bound-by-name")).spec?.nodeName).toBe(target.name);
    for (const name of ["bound", "bound-by-name"])
      await pods.delete(name, { gracePeriodSeconds: 0 });
  });

  test("eviction ends one, unless a disruption budget is against it", async ({
    k8s,
    live,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    await pods.create(pod("evicted"));
    const answer = await pods.eviction.create("evicted", {});
    expect(answer).toMatchObject(success);
    await expect(pods.get("evicted")).rejects.toSatisfy(live.isNotFound);

    const labels = { app: "guarded" };
    await pods.create(pod("guarded", labels));
    await pods.status.patch("guarded", {
      status: {
        phase: "Running",
        conditions: [{ type: "Ready", status: "True" }],
      },
    });
    const budgets = k8s.policy.v1.podDisruptionBudgets(namespace);
    const { metadata } = await budgets.create({
      metadata: { name: "guard" },
      spec: { minAvailable: 1, selector: { matchLabels: labels } },
    });
    await budgets.status.patch("guard", {
      status: {
        observedGeneration: metadata.generation ?? 0,
        disruptionsAllowed: 0,
        currentHealthy: 1,
        desiredHealthy: 1,
        expectedPods: 1,
      },
    });
    const refused = pods.eviction.create("guarded", {
      metadata: { name: "guarded" },
    });
    await expect(refused).rejects.toSatisfy(live.isTooManyRequests);
    await expect(refused).rejects.toThrow("disruption budget");
  });

  test("containers are added and resized", async ({ k8s, namespace }) => {
    const pods = k8s.core.v1.pods(namespace);
    await pods.create(pod("changed"));
    const debugged = await pods.ephemeralcontainers.patch(
      "changed",
      { spec: { ephemeralContainers: [{ name: "debug", image: "busybox" }] } },
      { type: "strategic" },
    );
    expect(debugged.spec?.ephemeralContainers).toMatchObject([
      { name: "debug" },
    ]);
    const resized = await pods.resize.patch(
      "changed",
      {
        spec: {
          containers: [
            { name: "web", resources: { requests: { cpu: "200m" } } },
          ],
        },
      },
      { type: "strategic" },
    );
    expect(resized.spec?.containers[0]?.resources?.requests).toEqual({
      cpu: "200m",
    });
  });

  test("the log of one that is on no node is empty, and others are errors that can be read", async ({
    k8s,
    live,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    await pods.create(pod("waiting"));
    expect(await pods.logs("waiting", { container: "web" }).text()).toBe("");

    const wrong = pods.logs("waiting", { container: "db" }).text();
    await expect(wrong).rejects.toSatisfy(live.isBadRequest);
    await expect(wrong).rejects.toThrow(
      `GET /api/v1/namespaces/${namespace}/pods/waiting/log: 400 BadRequest: container db is not valid for pod waiting`,
    );
    const lines = async (): Promise<void> => {
      for await (const line of pods.logs("nothing")) expect.unreachable(line);
    };
    await expect(lines()).rejects.toSatisfy(live.isNotFound);
  });
});

describe("subresources of others", () => {
  test("token is one that the server then knows", async ({
    k8s,
    live,
    namespace,
  }) => {
    const { server, certificateAuthority } = inject("cluster");
    const accounts = k8s.core.v1.serviceAccounts(namespace);
    await accounts.create({ metadata: { name: "robot" } });
    const { status } = await accounts.token.create("robot", {
      spec: { audiences: [], expirationSeconds: 600 },
    });
    const token = status?.token ?? "";
    expect(token).toMatch(/^ey/);

    const robot = await live.connect({ server, certificateAuthority, token });
    const review = await robot.authentication.v1.selfSubjectReviews.create({});
    await robot.close();
    expect(review.status?.userInfo).toMatchObject({
      username: `system:serviceaccount:${namespace}:robot`,
    });
  });

  test("approval lets a certificate be signed", async ({ k8s }) => {
    const requests = k8s.certificates.v1.certificateSigningRequests;
    const name = uniqueName("jane");
    const created = await requests.create({
      metadata: { name },
      spec: {
        request: certificateRequest("PEM", "jane"),
        signerName: "example.com/test",
        usages: ["client auth"],
      },
    });
    const condition = { type: "Approved", status: "True", reason: "Test" };
    const approved = await requests.approval.update({
      ...created,
      status: { conditions: [condition] },
    });
    expect(approved.status?.conditions).toMatchObject([condition]);
    const patched = await requests.approval.patch(name, {
      status: { conditions: [{ ...condition, message: "looks well" }] },
    });
    expect(patched.status?.conditions).toMatchObject([
      { message: "looks well" },
    ]);
    await requests.delete(name);
  });

  test("finalize lets a namespace go", async ({ k8s, live }) => {
    const { namespaces } = k8s.core.v1;
    const name = uniqueName("kubewright-test");
    // One that no controller takes away.
    const own = "example.com/kubewright-test";
    const created = await namespaces.create({
      metadata: { name },
      spec: { finalizers: [own] },
    });
    expect(new Set(created.spec?.finalizers)).toEqual(
      new Set([own, "kubernetes"]),
    );
    expect(await namespaces.delete(name)).toMatchObject({
      kind: "Namespace",
      status: { phase: "Terminating" },
    });
    await writeAgain(live, async () => {
      const leaving = await namespaces.get(name);
      const spec = { finalizers: [] };
      return namespaces.finalize.update({ ...leaving, spec });
    });
    await expect(namespaces.get(name)).rejects.toSatisfy(live.isNotFound);
  });
});
