import { describe, expect, inject } from "vitest";

import { configMap, deployment } from "./compared-objects.js";
import { kubectl, kubectlObject } from "./kubectl.js";
import { logLines } from "./kwok-nodes.js";
import { test, uniqueName } from "./live-client.js";

describe.runIf(inject("cluster").kubectl)("kubectl and the client read", () => {
  test("the same object", async ({ k8s, namespace }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const name = uniqueName("read");
    await deployments.create(deployment(name));
    // A controller may write between the two, but not for ever.
    await expect
      .poll(
        async () => {
          const theirs = await kubectlObject([
            ...["get", "deployment", name, "-n", namespace],
            "--show-managed-fields",
          ]);
          return difference(theirs, await deployments.get(name));
        },
        { timeout: 30_000 },
      )
      .toBeUndefined();
  });

  test("the same list, of a selection and of all", async ({
    k8s,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    for (const name of ["a", "b", "c"])
      await configMaps.create(configMap(`list-${name}`, { name }));

    const listed = async (...args: string[]): Promise<unknown> =>
      kubectlObject([
        ...["get", "configmaps", "--show-managed-fields", ...args],
      ]);
    const all = await configMaps.list();
    expect(all.items.length).toBeGreaterThan(2);
    expect(await listed("-n", namespace)).toMatchObject({ items: all.items });
    const labelSelector = "app in (kubectl),!nothing";
    const byLabel = await configMaps.list({ labelSelector });
    expect(byLabel.items).toHaveLength(3);
    expect(await listed("-n", namespace, "-l", labelSelector)).toMatchObject({
      items: byLabel.items,
    });
    const byField = await k8s.core.v1
      .configMaps()
      .list({ fieldSelector: { "metadata.name": "list-b" } });
    expect(byField.items).toHaveLength(1);
    expect(
      await listed("-A", "--field-selector=metadata.name=list-b"),
    ).toMatchObject({ items: byField.items });
  });

  test("the same page of a list", async ({ k8s, namespace }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    for (const name of ["a", "b"])
      await configMaps.create(configMap(`page-${name}`, { name }));
    const { metadata } = await configMaps.list({ limit: 1 });
    const page = { limit: 1, continue: metadata?.continue ?? "" };
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const theirs = JSON.parse(
      await kubectl([
        ...["get", "--raw"],
        `${path}?limit=1&continue=${page.continue}`,
      ]),
    ) as object;
    expect(theirs).toMatchObject({ metadata: {}, items: [{}] });
    // In a list the server leaves out what the items are; the client says it.
    expect(await configMaps.list(page)).toMatchObject(theirs);
  });

  test("the same version, groups and subresources", async ({
    k8s,
    namespace,
  }) => {
    const version = await k8s.server.version();
    expect(await kubectlObject(["version"])).toMatchObject({
      serverVersion: version,
    });
    const { groups } = await k8s.server.groups();
    const theirs = (await kubectl(["api-versions"])).trim().split("\n");
    const ours = groups.flatMap(({ versions }) =>
      versions.map(({ groupVersion }) => groupVersion),
    );
    expect([...ours, "v1"].sort()).toEqual(theirs.sort());

    const deployments = k8s.apps.v1.deployments(namespace);
    await deployments.create(deployment("scaled"));
    await deployments.scale.patch("scaled", { spec: { replicas: 0 } });
    const get = ["get", "deployment", "scaled", "-n", namespace];
    await expect
      .poll(
        async () =>
          difference(
            await kubectlObject([...get, "--subresource=scale"]),
            await deployments.scale.get("scaled"),
          ),
        { timeout: 30_000 },
      )
      .toBeUndefined();
  });

  test.runIf(inject("cluster").whole)(
    "the same log of a pod",
    async ({ k8s, namespace }) => {
      const pods = k8s.core.v1.pods(namespace);
      const containers = [{ name: "web", image: "example.com/web:1" }];
      await pods.create({ metadata: { name: "log" }, spec: { containers } });
      await expect
        .poll(async () => (await pods.get("log")).status?.phase, {
          timeout: 60_000,
        })
        .toBe("Running");
      const theirs = await kubectl([
        ...["logs", "log", "-n", namespace, "--timestamps", "--tail=2"],
      ]);
      const options = { timestamps: true, tailLines: 2 };
      expect(theirs).toBe(await pods.logs("log", options).text());
      expect(theirs).toContain(logLines[1]);
    },
  );
});

/** Both, where they are not deeply equal. */
function difference(theirs: unknown, ours: unknown): unknown {
  try {
    expect(ours).toEqual(theirs);
    return undefined;
  } catch {
    return { theirs, ours };
  }
}
