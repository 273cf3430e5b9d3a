import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, inject, onTestFinished } from "vitest";

import { send } from "./https-request.js";
import { logLines } from "./kwok-nodes.js";
import { test, uniqueName } from "./live-client.js";

const labels = { app: "web" };

/** Containers whose image the nodes of these tests can pull, or with "missing.example.com/" cannot. */
const podSpec = (image = "example.com/web:1") => ({
  containers: [{ name: "web", image }],
});

describe.runIf(inject("cluster").whole)("a whole control plane", () => {
  test("brings a deployment's pods onto nodes, and they run", async ({
    k8s,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    await deployments.create({
      metadata: { name: "web" },
      spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podSpec() },
      },
    });
    await expect
      .poll(async () => (await deployments.get("web")).status, {
        timeout: 60_000,
      })
      .toMatchObject({ readyReplicas: 3, availableReplicas: 3 });
    const pods = await k8s.core.v1
      .pods(namespace)
      .list({ labelSelector: labels });
    expect(pods.items).toHaveLength(3);
    for (const { spec, status } of pods.items) {
      expect(spec?.nodeName).toMatch(/^node-[12]$/);
      expect(spec?.serviceAccountName).toBe("default");
      expect(status).toMatchObject({
        phase: "Running",
        podIP: expect.stringMatching(/^10\.244\./) as unknown,
      });
    }
  });

  test("gives a pod's log, as lines and as bytes", async ({
    k8s,
    namespace,
  }) => {
    const pods = k8s.core.v1.pods(namespace);
    const name = uniqueName("logs");
    await pods.create({ metadata: { name }, spec: podSpec() });
    await expect
      .poll(async () => (await pods.get(name)).status?.phase)
      .toBe("Running");

    const lines: string[] = [];
    for await (const line of pods.logs(name)) lines.push(line);
    expect(lines).toEqual(logLines);
    expect(await pods.logs(name, { container: "web" }).text()).toBe(
      logLines.map((line) => `${line}\n`).join(""),
    );
    const last = await pods
      .logs(name, { tailLines: 1, timestamps: true })
      .text();
    expect(last).toBe(`2026-01-02T03:04:02.000000005Z ${logLines.at(-1)}\n`);
    expect(
      await pods.logs(name, { previous: true, limitBytes: 8 }).text(),
    ).toBe("starting");
  });

  test("evicts a pod only as far as its disruption budget goes", async ({
    k8s,
    live,
    namespace,
  }) => {
    const guarded = { app: "guarded" };
    const pods = k8s.core.v1.pods(namespace);
    await k8s.apps.v1.replicaSets(namespace).create({
      metadata: { name: "guarded" },
      spec: {
        replicas: 2,
        selector: { matchLabels: guarded },
        template: { metadata: { labels: guarded }, spec: podSpec() },
      },
    });
    const budgets = k8s.policy.v1.podDisruptionBudgets(namespace);
    await budgets.create({
      metadata: { name: "guard" },
      spec: { minAvailable: 2, selector: { matchLabels: guarded } },
    });
    await expect
      .poll(async () => (await budgets.get("guard")).status, {
        timeout: 60_000,
      })
      .toMatchObject({ currentHealthy: 2, disruptionsAllowed: 0 });
    const { items } = await pods.list({ labelSelector: guarded });
    const name = items[0]?.metadata.name ?? "";
    const refused = pods.eviction.create(name, {});
    await expect(refused).rejects.toSatisfy(live.isTooManyRequests);
    await expect(refused).rejects.toThrow(
      /429 TooManyRequests: Cannot evict pod as it would violate the pod's disruption budget/,
    );
    expect((await pods.get(name)).metadata.deletionTimestamp).toBeUndefined();

    await budgets.patch("guard", { spec: { minAvailable: 1 } });
    await expect
      .poll(async () => (await budgets.get("guard")).status, {
        timeout: 60_000,
      })
      .toMatchObject({ disruptionsAllowed: 1 });
    expect(await pods.eviction.create(name, {})).toMatchObject({
      status: "Success",
    });
    await expect
      .poll(() => pods.get(name).catch((error: unknown) => error), {
        timeout: 60_000,
      })
      .toSatisfy(live.isNotFound);
  });

  test("leads to what a pod listens on, through the API server", async ({
    k8s,
    namespace,
  }) => {
    const server = createServer((request, response) =>
      response.end(`${request.method} ${request.url}`),
    ).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;

    const pods = k8s.core.v1.pods(namespace);
    const name = uniqueName("proxied");
    await pods.create({ metadata: { name }, spec: podSpec() });
    await expect
      .poll(async () => (await pods.get(name)).status?.phase)
      .toBe("Running");
    const answer = await fetchText(
      `/api/v1/namespaces/${namespace}/pods/${name}:${port}/proxy/a/b?c=d`,
    );
    expect(answer).toBe("GET /a/b?c=d");
  });

  test("empties a namespace that is deleted, and lets it go", async ({
    k8s,
    live,
  }) => {
    const { namespaces, configMaps } = k8s.core.v1;
    const name = uniqueName("kubewright-test");
    await namespaces.create({ metadata: { name } });
    await expect
      .poll(async () => (await configMaps(name).list()).items)
      .toMatchObject([{ metadata: { name: "kube-root-ca.crt" } }]);
    await namespaces.delete(name);
    await expect
      .poll(() => namespaces.get(name).catch((error: unknown) => error), {
        timeout: 60_000,
      })
      .toSatisfy(live.isNotFound);
  });

  test("collects what belonged to what was deleted", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const owner = await configMaps.create({ metadata: { name: "owner" } });
    const ownerReferences = [
      {
        apiVersion: owner.apiVersion,
        kind: owner.kind,
        name: "owner",
        uid: owner.metadata.uid,
      },
    ];
    await configMaps.create({ metadata: { name: "owned", ownerReferences } });
    await configMaps.delete("owner", { propagationPolicy: "Foreground" });
    for (const name of ["owned", "owner"])
      await expect
        .poll(() => configMaps.get(name).catch((error: unknown) => error), {
          timeout: 60_000,
        })
        .toSatisfy(live.isNotFound);
  });
});

/** What the API server answers to an administrator, by Node's own client. */
async function fetchText(path: string): Promise<string> {
  const { server, certificateAuthority, adminToken } = inject("cluster");
  const ca = await readFile(certificateAuthority, "utf8");
  const identity = { certificateAuthority: ca, token: adminToken };
  return (await send(server, path, identity)).body;
}
