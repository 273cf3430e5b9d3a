import { describe, expect } from "vitest";

import type { DeploymentResource } from "../../output/apps/v1/index.js";
import { test, uniqueName } from "./live-client.js";

const labels = { app: "web" };

/** A Deployment that no controller touches: it is of no replicas, and paused. */
async function createDeployment(
  deployments: DeploymentResource,
): Promise<string> {
  const name = uniqueName("web");
  await deployments.create({
    metadata: { name },
    spec: {
      paused: true,
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "web", image: "web" }] },
      },
    },
  });
  return name;
}

describe("waitFor", () => {
  test("gives the object once it has the condition", async ({
    k8s,
    live,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const name = await createDeployment(deployments);
    const waiting = live.waitFor(
      deployments,
      name,
      live.hasCondition("example.com/Checked"),
    );
    const condition = { type: "example.com/checked", status: "True" };
    await deployments.status.patch(
      name,
      { status: { conditions: [condition], observedGeneration: 1 } },
      { type: "strategic" },
    );
    const object = await waiting;
    expect(object.metadata.name).toBe(name);
    expect(object.status?.conditions).toContainEqual(
      expect.objectContaining(condition),
    );
  });

  test("gives undefined once the object is deleted, and takes another one for that", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const metadata = { name: uniqueName("mine") };
    const first = await configMaps.create({ metadata });
    const waiting = live.waitFor(configMaps, metadata.name, live.isDeleted);
    await configMaps.delete(metadata.name);
    await configMaps.create({ metadata });
    expect(await waiting).toBeUndefined();
    const { uid } = first.metadata;
    await live.waitFor(configMaps, metadata.name, live.isDeleted, { uid });
  });

  test("waits for what is made later, also of a kind that it does not know", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.resource("v1", "ConfigMap", { namespace });
    const name = uniqueName("later");
    const waiting = live.waitFor(configMaps, name, live.exists);
    await configMaps.create({ metadata: { name: uniqueName("other") } });
    await configMaps.create({ metadata: { name } });
    expect((await waiting).metadata?.name).toBe(name);
  });
});

describe("isRolledOut", () => {
  test("follows what the controller reports", async ({
    k8s,
    live,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const name = await createDeployment(deployments);
    const waiting = live.waitFor(deployments, name, live.isRolledOut);
    // A controller that runs has said so already; both say the same.
    await deployments.status.patch(name, {
      status: { observedGeneration: 1 },
    });
    expect((await waiting).status?.observedGeneration).toBe(1);
  });
});

describe("createOrUpdate", () => {
  test("creates, leaves alone, updates, and does so again where others are faster", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const name = uniqueName("mine");
    const set = (value: string) =>
      live.createOrUpdate(configMaps, name, (existing) => ({
        ...existing,
        data: { ...existing?.data, value },
      }));
    expect((await set("1")).outcome).toBe("created");
    expect((await set("1")).outcome).toBe("unchanged");
    const { object, outcome } = await set("2");
    expect([outcome, object.data]).toEqual(["updated", { value: "2" }]);

    const backoff = { ...live.defaultRetry, steps: 50 };
    const add = (key: string) =>
      live.createOrUpdate(
        configMaps,
        name,
        (existing) => ({
          ...existing,
          data: { ...existing?.data, [key]: "x" },
        }),
        { backoff },
      );
    const keys = ["a", "b", "c", "d", "e"];
    await Promise.all(keys.map(add));
    expect(Object.keys((await configMaps.get(name)).data ?? {}).sort()).toEqual(
      [...keys, "value"],
    );
  });

  test("all create at once, and one body is kept of each", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const name = uniqueName("race");
    const backoff = { ...live.defaultRetry, steps: 50 };
    const results = await Promise.all(
      ["a", "b", "c"].map((key) =>
        live.createOrUpdate(
          configMaps,
          name,
          (existing) => ({
            ...existing,
            data: { ...existing?.data, [key]: "x" },
          }),
          { backoff },
        ),
      ),
    );
    expect(results.filter(({ outcome }) => outcome === "created")).toHaveLength(
      1,
    );
    expect((await configMaps.get(name)).data).toEqual({
      a: "x",
      b: "x",
      c: "x",
    });
  });
});

describe("retryOnConflict", () => {
  test("lets changes of one object follow one another", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const name = uniqueName("counter");
    await configMaps.create({ metadata: { name }, data: { count: "0" } });
    const backoff = { ...live.defaultRetry, steps: 50 };
    const count = () =>
      live.retryOnConflict(
        async () => {
          const { data, ...rest } = await configMaps.get(name);
          const next = String(Number(data?.["count"]) + 1);
          return configMaps.update({ ...rest, data: { count: next } });
        },
        { backoff },
      );
    await Promise.all([1, 2, 3, 4, 5].map(count));
    expect((await configMaps.get(name)).data).toEqual({ count: "5" });
  });
});
