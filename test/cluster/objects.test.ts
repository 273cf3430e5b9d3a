import { describe, expect, inject, onTestFinished } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import type { ObjectMeta } from "../../output/meta/v1/index.js";
import type { ClientModule } from "./generated-client.js";
import { test, uniqueName } from "./live-client.js";

const fieldManager = "kubewright-test";

/** Several documents, one of them a list, and one that is in no namespace. */
const application = (role: string): string => `
# what the application reads
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { level: debug, port: "8080" }
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: { name: web }
    spec:
      selector: &labels { app: web }
      ports: [{ name: http, port: 80, targetPort: http }]
  - apiVersion: apps/v1
    kind: Deployment
    metadata: { name: web }
    spec:
      selector: { matchLabels: *labels }
      template:
        metadata: { labels: *labels }
        spec:
          containers:
            - name: web
              image: nginx
              ports: [{ name: http, containerPort: 80 }]
---
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: ${role} }
rules: []
`;

/** A client whose objects go to a namespace where they name none. */
const within = async (
  live: ClientModule,
  namespace: string,
): Promise<Kubernetes> => {
  const { kubeconfig } = inject("cluster");
  const client = await live.connect({ kubeconfig, namespace });
  onTestFinished(() => client.close());
  return client;
};

/** An object without what controllers write to it. */
const ownPart = ({
  status: _,
  metadata: { uid, generation, managedFields = [] },
  ...object
}: {
  readonly metadata: ObjectMeta;
  readonly status?: unknown;
}): unknown => {
  const own = managedFields.filter(({ manager }) => manager === fieldManager);
  expect(own).toHaveLength(1);
  return { ...object, metadata: { uid, generation, own } };
};

describe("objects of a manifest", () => {
  test("are applied, read and deleted by what they say they are", async ({
    live,
    namespace,
  }) => {
    const client = await within(live, namespace);
    expect(client.namespace).toBe(namespace);
    const role = uniqueName("kubewright-test");
    const objects = live.parseManifests(application(role));
    expect(objects.map(({ kind }) => kind)).toEqual([
      "ConfigMap",
      "Service",
      "Deployment",
      "ClusterRole",
    ]);

    for (const object of objects) {
      const applied = await client.object(object).apply({ fieldManager });
      expect(applied).toMatchObject({
        apiVersion: object.apiVersion,
        kind: object.kind,
        metadata: { name: object.metadata?.name },
      });
      expect(applied.metadata.namespace).toBe(
        object.kind === "ClusterRole" ? undefined : namespace,
      );
      const read = await client.object(object).get();
      expect(read.metadata.uid).toBe(applied.metadata.uid);
      const again = await client.object(object).apply({ fieldManager });
      expect(ownPart(again)).toEqual(ownPart(applied));
    }

    const { data } = await client.core.v1.configMaps(namespace).get("settings");
    expect(data).toEqual({ level: "debug", port: "8080" });
    const service = await client.core.v1.services(namespace).get("web");
    expect(service.spec?.ports).toMatchObject([
      { port: 80, protocol: "TCP", targetPort: "http" },
    ]);

    for (const object of objects) {
      await client.object(object).delete();
      const gone = client.object(object).get();
      await expect(gone).rejects.toSatisfy(live.isNotFound);
    }
  });

  test("are created, replaced and patched, and narrow by their kind", async ({
    live,
    namespace,
  }) => {
    const client = await within(live, namespace);
    const [object] = live.parseManifests(application("unused"));
    if (object?.kind !== "ConfigMap") return expect.unreachable();

    const created = await client.object(object).create();
    expect(created.data?.["level"]).toBe("debug");
    const taken = client.object(object).create();
    await expect(taken).rejects.toSatisfy(live.isAlreadyExists);

    const changed = { ...object, data: { level: "info" } };
    const updated = await client.object(changed).update();
    expect(updated.data).toEqual({ level: "info" });
    const handle = client.object(object);
    const merged = await handle.patch({ data: { level: null, a: "1" } });
    expect(merged.data).toEqual({ a: "1" });
    const operation = { op: "add", path: "/data/b", value: "2" } as const;
    const byOperations = await handle.patch([operation], { type: "json" });
    expect(byOperations.data).toEqual({ a: "1", b: "2" });
    const strategic = await handle.patch(
      { data: { $patch: "replace", c: "3" } },
      { type: "strategic" },
    );
    expect(strategic.data).toEqual({ c: "3" });
    await handle.delete({ dryRun: true });
    await handle.delete();
  });

  test("go to the namespace that they name", async ({ k8s, namespace }) => {
    const object = {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "named", namespace },
      spec: { holderIdentity: "someone" },
    } as const;
    const created = await k8s.object(object).create({ fieldManager });
    expect(created.metadata).toMatchObject({
      namespace,
      managedFields: [{ manager: fieldManager }],
    });
    expect(k8s.namespace).toBe("default");
  });

  test("are refused where the server has no such kind", async ({ k8s }) => {
    const object = {
      apiVersion: "nothing.example.com/v1",
      kind: "Nothing",
      metadata: { name: "a" },
    };
    await expect(k8s.object(object).get()).rejects.toThrow(
      'the server has no kind "Nothing" in "nothing.example.com/v1"',
    );
  });
});

describe("a resource that the server tells of", () => {
  test("has the verbs that it has, without types", async ({
    k8s,
    live,
    namespace,
  }) => {
    const leases = k8s.resource("coordination.k8s.io/v1", "Lease", {
      namespace,
    });
    const created = await leases.create({ metadata: { name: "untyped" } });
    expect(created).toMatchObject({
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
    });
    const spec = { holderIdentity: "a" };
    expect(await leases.update({ ...created, spec })).toMatchObject({ spec });
    await leases.patch("untyped", { spec: { holderIdentity: "b" } });
    const applied = await leases.apply(
      "untyped",
      { metadata: { labels: { a: "1" } } },
      { fieldManager },
    );
    expect(await leases.get("untyped")).toEqual(applied);
    expect((await leases.list()).items).toContainEqual(applied);
    const all = [];
    const everywhere = k8s.resource("coordination.k8s.io/v1", "Lease");
    for await (const lease of everywhere.listAll({ limit: 1 })) all.push(lease);
    expect(all).toContainEqual(applied);
    for await (const event of leases.watch()) {
      expect(event).toMatchObject({ type: "SYNC" });
      break;
    }
    await leases.delete("untyped");
    await leases.deleteCollection();
    expect((await leases.list()).items).toEqual([]);

    const statuses = k8s.resource("v1", "ComponentStatus");
    const refused = statuses.create({ metadata: { name: "none" } });
    await expect(refused).rejects.toSatisfy(live.isMethodNotAllowed);
    const nodes = k8s.resource("v1", "Node", { namespace });
    await expect(nodes.list()).rejects.toThrow("are not namespaced");
  });
});
