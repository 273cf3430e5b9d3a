import { describe, expect } from "vitest";

import type { ConfigMap } from "../../output/core/v1/index.js";
import { test, uniqueName } from "./live-client.js";

const collect = async <T>(all: AsyncIterable<T>): Promise<T[]> => {
  const collected: T[] = [];
  for await (const one of all) collected.push(one);
  return collected;
};

const named = (name: string, data: ConfigMap["data"] = {}): ConfigMap => ({
  metadata: { name, labels: { app: "crud" } },
  data,
});

describe("a namespaced kind", () => {
  test("is created, read, replaced and deleted", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const created = await configMaps.create(named("settings", { a: "1" }));
    expect(created).toMatchObject({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings", namespace },
    });
    expect(await configMaps.get("settings")).toEqual(created);

    const { resourceVersion } = created.metadata;
    const updated = await configMaps.update({ ...created, data: { b: "2" } });
    expect(updated.data).toEqual({ b: "2" });
    expect(updated.metadata.resourceVersion).not.toBe(resourceVersion);
    expect(updated.metadata.uid).toBe(created.metadata.uid);

    const stale = configMaps.update({ ...created, data: {} });
    await expect(stale).rejects.toSatisfy(live.isConflict);

    const wrongUid = { preconditions: { uid: "another" } };
    const refused = configMaps.delete("settings", wrongUid);
    await expect(refused).rejects.toSatisfy(live.isConflict);
    const { uid } = created.metadata;
    expect(
      await configMaps.delete("settings", { preconditions: { uid } }),
    ).toMatchObject({ kind: "Status", status: "Success" });
    const gone = configMaps.get("settings");
    await expect(gone).rejects.toSatisfy(live.isNotFound);
  });

  test("is patched in four ways", async ({ k8s, namespace }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const container = { name: "web", image: "nginx:1" };
    await deployments.create({
      metadata: { name: "web", labels: { app: "web", tier: "front" } },
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: {
            containers: [container, { name: "log", image: "busybox" }],
          },
        },
      },
    });

    const merged = await deployments.patch("web", {
      metadata: { labels: { tier: null } },
      spec: { replicas: 2 },
    });
    expect(merged.metadata.labels).toEqual({ app: "web" });
    expect(merged.spec?.replicas).toBe(2);

    const byOperations = await deployments.patch(
      "web",
      [
        { op: "test", path: "/spec/replicas", value: 2 },
        { op: "replace", path: "/spec/replicas", value: 3 },
      ],
      { type: "json" },
    );
    expect(byOperations.spec?.replicas).toBe(3);

    const strategic = await deployments.patch(
      "web",
      {
        spec: {
          template: {
            spec: {
              containers: [
                { name: "web", image: "nginx:2" },
                { $patch: "delete", name: "log" },
              ],
            },
          },
        },
      },
      { type: "strategic" },
    );
    expect(strategic.spec?.template.spec?.containers).toMatchObject([
      { name: "web", image: "nginx:2" },
    ]);

    const applied = await deployments.apply(
      "web",
      { metadata: { annotations: { "example.com/by": "ci" } } },
      { fieldManager: "ci" },
    );
    expect(applied.metadata.annotations).toMatchObject({
      "example.com/by": "ci",
    });
    expect(applied.spec?.replicas).toBe(3);
  });

  test("is not stored in a dry run", async ({ k8s, live, namespace }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const dryRun = true;
    const created = await configMaps.create(named("dry"), { dryRun });
    expect(created.metadata.uid).toBeTypeOf("string");
    expect(created.metadata.resourceVersion).toBeUndefined();
    const notThere = configMaps.get("dry");
    await expect(notThere).rejects.toSatisfy(live.isNotFound);

    const stored = await configMaps.create(named("dry", { a: "1" }));
    const data = { a: "2" };
    const fieldManager = "ci";
    await configMaps.update({ ...stored, data }, { dryRun });
    await configMaps.patch("dry", { data }, { dryRun });
    await configMaps.apply("dry", {}, { dryRun, fieldManager });
    await configMaps.delete("dry", { dryRun });
    await configMaps.deleteCollection({ dryRun });
    expect(await configMaps.get("dry")).toEqual(stored);
  });

  test("says what it does not know, when asked to", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const misspelt = { ...named("misspelt"), dtaa: { a: "1" } };
    const strict = configMaps.create(misspelt, { fieldValidation: "Strict" });
    await expect(strict).rejects.toSatisfy(live.isBadRequest);
    await expect(strict).rejects.toThrow(/unknown field "dtaa"/);

    await configMaps.create(misspelt, {
      fieldValidation: "Ignore",
      fieldManager: "ci",
    });
    const { metadata } = await configMaps.get("misspelt");
    expect(metadata.managedFields).toMatchObject([{ manager: "ci" }]);
  });

  test("is deleted by selection, and then whole", async ({
    k8s,
    namespace,
  }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    for (const name of ["a", "b", "c"])
      await leases.create({ metadata: { name, labels: { name } } });

    await leases.deleteCollection({ labelSelector: { name: "a" } });
    const rest = await leases.list();
    expect(rest.items.map(({ metadata }) => metadata.name)).toEqual(["b", "c"]);
    await leases.deleteCollection();
    expect((await leases.list()).items).toEqual([]);
  });
});

describe("a cluster-scoped kind", () => {
  test("has every verb", async ({ k8s, live }) => {
    const { priorityClasses } = k8s.scheduling.v1;
    const name = uniqueName("urgent");
    const labels = { "example.com/test": name };
    const created = await priorityClasses.create({
      metadata: { name, labels },
      value: 1000,
    });
    expect(created.metadata.namespace).toBeUndefined();
    expect(await priorityClasses.get(name)).toEqual(created);

    const list = await priorityClasses.list({ labelSelector: labels });
    expect(list.items).toEqual([created]);
    const all = await collect(priorityClasses.listAll());
    expect(all.map(({ metadata }) => metadata.name)).toContain(name);

    const description = "before all others";
    const updated = await priorityClasses.update({ ...created, description });
    expect(updated.description).toBe(description);

    const globalDefault = false;
    await priorityClasses.patch(name, { description: null });
    await priorityClasses.patch(
      name,
      [{ op: "add", path: "/metadata/labels/json", value: "1" }],
      { type: "json" },
    );
    await priorityClasses.patch(
      name,
      { metadata: { labels: { strategic: "1" } } },
      { type: "strategic" },
    );
    const applied = await priorityClasses.apply(
      name,
      { metadata: { labels: { applied: "1" } }, globalDefault },
      { fieldManager: "ci" },
    );
    expect(applied.metadata.labels).toEqual({
      ...labels,
      json: "1",
      strategic: "1",
      applied: "1",
    });
    expect(applied.description).toBeUndefined();

    for await (const event of priorityClasses.watch({
      fieldSelector: { "metadata.name": name },
    })) {
      expect(event).toMatchObject({ type: "SYNC", objects: [applied] });
      break;
    }
    await priorityClasses.delete(name);
    await expect(priorityClasses.get(name)).rejects.toSatisfy(live.isNotFound);

    await priorityClasses.create({ metadata: { name, labels }, value: 1000 });
    await priorityClasses.deleteCollection({ labelSelector: labels });
    await expect(priorityClasses.get(name)).rejects.toSatisfy(live.isNotFound);
  });
});
