import { describe, expect } from "vitest";

import { test } from "./live-client.js";

const names = ["a", "b", "c"];

describe("a view", () => {
  test.beforeAll(async ({ k8s, namespace }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    for (const name of names)
      await configMaps.create({
        metadata: { name, labels: { of: "views" } },
        data: { big: "x".repeat(1_000) },
      });
  });

  const labelSelector = { of: "views" };

  test("as a table has the columns of kubectl, from all pages", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const table = await live.table(configMaps, { labelSelector, limit: 2 });
    expect(table).toMatchObject({
      apiVersion: "meta.k8s.io/v1",
      kind: "Table",
    });
    expect(table.columnDefinitions.map(({ name }) => name)).toEqual([
      "Name",
      "Data",
      "Age",
    ]);
    expect(table.rows.map(({ cells }) => cells.slice(0, 2))).toEqual(
      names.map((name) => [name, 1]),
    );
    expect(table.rows[0]?.object).toMatchObject({
      kind: "PartialObjectMetadata",
      metadata: { name: "a", namespace },
    });
  });

  test("as a table has as much of its objects as is asked for", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const [whole] = (
      await live.table(configMaps, { labelSelector, includeObject: "Object" })
    ).rows;
    expect(whole?.object.data?.["big"]).toHaveLength(1_000);
    expect(whole?.object.kind).toBe("ConfigMap");
    const [none] = (
      await live.table(configMaps, { labelSelector, includeObject: "None" })
    ).rows;
    expect(none?.object).toBeNull();
  });

  test("as metadata is read, listed and watched", async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const view = live.metadataOf(configMaps);
    const kind = "PartialObjectMetadata";
    const one = await view.get("a");
    expect(one).toMatchObject({
      apiVersion: "meta.k8s.io/v1",
      kind,
      metadata: { name: "a", labels: labelSelector },
    });
    expect(one).not.toHaveProperty("data");
    const list = await view.list({ labelSelector, limit: 2 });
    expect(list).toMatchObject({ kind: `${kind}List` });
    expect(list.items.map((item) => [item.kind, item.metadata.name])).toEqual([
      [kind, "a"],
      [kind, "b"],
    ]);
    const all: string[] = [];
    for await (const { metadata } of view.listAll({ labelSelector, limit: 1 }))
      all.push(metadata.name);
    expect(all).toEqual(names);

    const seen: unknown[] = [];
    for await (const event of view.watch({ labelSelector })) {
      if (event.type === "SYNC") {
        seen.push(event.objects.map((object) => object.metadata.name));
        await configMaps.patch("b", { metadata: { annotations: { x: "y" } } });
        continue;
      }
      seen.push([event.type, event.object.kind, event.object.metadata.name]);
      expect(event.object).not.toHaveProperty("data");
      break;
    }
    expect(seen).toEqual([names, ["MODIFIED", kind, "b"]]);
  });

  test("is there of what is of the cluster, of all namespaces, and of a kind that is looked up", async ({
    k8s,
    live,
    namespace,
  }) => {
    const view = live.metadataOf(k8s.core.v1.namespaces);
    expect((await view.get(namespace)).metadata.name).toBe(namespace);
    const everywhere = k8s.core.v1.configMaps();
    const { items } = await live.metadataOf(everywhere).list({ labelSelector });
    expect(items).toHaveLength(3);
    const looked = k8s.resource("v1", "ConfigMap", { namespace });
    expect((await live.table(looked, { labelSelector })).rows).toHaveLength(3);
    const [first] = (await live.metadataOf(looked).list({ labelSelector }))
      .items;
    expect(first?.kind).toBe("PartialObjectMetadata");
  });
});
