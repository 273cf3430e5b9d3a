import { describe, expect, inject, onTestFinished, vi } from "vitest";

import type {
  Lease,
  PersistedLease,
} from "../../output/coordination.k8s.io/v1/index.js";
import type {
  Informer,
  InformerChange,
} from "../../templates/runtime/informer.js";
import type {
  Transport,
  TransportRequest,
} from "../../templates/runtime/types.js";
import { follow, informers } from "./informers.js";
import { test, uniqueName } from "./live-client.js";
import { recordingTransport } from "./recording-transport.js";
import { startProxy } from "./tcp-proxy.js";
import { widgetDefinition } from "./widgets.js";

const lease = (name: string, app = "web"): Lease => ({
  metadata: { name, labels: { app } },
});

const isStreamed = ({ query = [] }: TransportRequest): boolean =>
  query.some(([name]) => name === "sendInitialEvents");
const isWatch = ({ query = [] }: TransportRequest): boolean =>
  query.some(([name]) => name === "watch");

/** The store is what a fresh list is, version by version. */
const expectFresh = async (
  informer: Informer<PersistedLease>,
  list: () => Promise<{ items: PersistedLease[] }>,
): Promise<void> => {
  const versions = (leases: Iterable<PersistedLease>): string[] =>
    [...leases]
      .map(
        ({ metadata: { namespace, name, resourceVersion } }) =>
          `${namespace}/${name}@${resourceVersion}`,
      )
      .sort();
  await vi.waitFor(
    async () =>
      expect(versions(informer.store)).toEqual(versions((await list()).items)),
    { timeout: 60_000 },
  );
};

describe("an informer", () => {
  test("follows the server over one stream", async ({
    k8s,
    live,
    namespace,
  }) => {
    const transport = recordingTransport(k8s.transport);
    const client = live.kubernetes(transport);
    const leases = k8s.coordination.v1.leases(namespace);
    await leases.create(lease("a"));
    const { informer, said } = await follow<PersistedLease>(
      client.coordination.v1.leases(namespace),
    );
    expect(informer.store.get("a")?.metadata.namespace).toBe(namespace);
    await leases.create(lease("b"));
    await leases.patch("b", { spec: { holderIdentity: "someone" } });
    await leases.delete("a");
    await expect
      .poll(() => said)
      .toEqual(["added a", "added b", "updated b", "deleted a"]);
    expect(informer.store.get("b")).toMatchObject({
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      spec: { holderIdentity: "someone" },
    });
    expect(transport.requests).toHaveLength(1);
    expect(isStreamed(transport.requests[0]!)).toBe(true);
    await leases.deleteCollection();
  });

  test("reads pages first, of a server that does not stream lists, and remembers it", async ({
    k8s,
    live,
    namespace,
  }) => {
    const real = k8s.transport as Transport;
    const old: Transport = {
      request: (request) =>
        isStreamed(request)
          ? // What this server itself answers to a list that is to be streamed: 400 or 422.
            real.request({
              ...request,
              query: [...(request.query ?? []), ["continue", "x"]],
            })
          : real.request(request),
      close: () => real.close(),
    };
    const transport = recordingTransport(old);
    const client = live.kubernetes(transport);
    const leases = k8s.coordination.v1.leases(namespace);
    await leases.create(lease("a"));
    for (let round = 0; round < 2; round += 1) {
      const { informer, said } = await follow<PersistedLease>(
        client.coordination.v1.leases(namespace),
      );
      expect(said).toEqual(["added a"]);
      await leases.create(lease("b"));
      await expect.poll(() => said).toEqual(["added a", "added b"]);
      await leases.delete("b");
      await informer.close();
    }
    const kinds = transport.requests.map((request) =>
      isStreamed(request) ? "stream" : isWatch(request) ? "watch" : "list",
    );
    expect(kinds).toEqual(["stream", "list", "watch", "list", "watch"]);
    await leases.deleteCollection();
  });

  test("follows all namespaces, by index too", async ({ k8s, namespace }) => {
    const other = uniqueName("kubewright-test");
    await k8s.core.v1.namespaces.create({ metadata: { name: other } });
    onTestFinished(async () => void k8s.core.v1.namespaces.delete(other));
    const app = uniqueName("app");
    const { informer: create } = await informers();
    const leases = create(k8s.coordination.v1.leases(), {
      labelSelector: { app },
      indexers: { byNamespace: ({ metadata }) => [metadata.namespace ?? ""] },
    });
    onTestFinished(() => leases.close());
    await leases.waitForSync();
    for (const one of [namespace, other])
      await k8s.coordination.v1.leases(one).create(lease("everywhere", app));
    await expect.poll(() => leases.store.size).toBe(2);
    expect(leases.store.get("everywhere", other)?.metadata.namespace).toBe(
      other,
    );
    expect(leases.store.byIndex("byNamespace", other)).toHaveLength(1);
    expect(leases.store.indexValues("byNamespace").sort()).toEqual(
      [namespace, other].sort(),
    );
    expect(() => leases.store.get("everywhere")).toThrow("say in which");
    await k8s.coordination.v1.leases(namespace).deleteCollection();
  });

  test("takes what leaves its selectors for deleted", async ({
    k8s,
    namespace,
  }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    await leases.create(lease("mine"));
    await leases.create(lease("other", "db"));
    const byLabel = await follow<PersistedLease>(leases, {
      labelSelector: { app: "web" },
    });
    const byField = await follow<PersistedLease>(leases, {
      fieldSelector: { "metadata.name": "other" },
    });
    await leases.patch("mine", { metadata: { labels: { app: "db" } } });
    await leases.patch("other", { metadata: { labels: { app: "web" } } });
    await expect
      .poll(() => byLabel.said)
      .toEqual(["added mine", "deleted mine", "added other"]);
    await expect
      .poll(() => byField.said)
      .toEqual(["added other", "updated other"]);
    await leases.deleteCollection();
  });

  test("ends with what the server has, however often its connection breaks (complaint 1)", async ({
    k8s,
    live,
    namespace,
  }) => {
    const { server, certificateAuthority, adminToken } = inject("cluster");
    const proxy = await startProxy(server);
    const client = await live.connect({
      server: `https://127.0.0.1:${proxy.port}`,
      tlsServerName: new URL(server).hostname,
      certificateAuthority,
      token: adminToken,
    });
    onTestFinished(async () => {
      await client.close();
      await proxy.stop();
    });
    const leases = k8s.coordination.v1.leases(namespace);
    const { informer } = await follow<PersistedLease>(
      client.coordination.v1.leases(namespace),
      {
        // Not the waits are to be tested.
        clock: {
          now: () => performance.now(),
          sleep: (_, signal) =>
            new Promise((resolve, reject) => {
              if (signal.aborted) reject(signal.reason as Error);
              else setTimeout(resolve, 20);
            }),
        },
      },
    );
    const last = new Map<string, bigint>();
    const alive = new Map<string, boolean>();
    const backwards: string[] = [];
    const twice: string[] = [];
    const check = (change: InformerChange<PersistedLease>): void => {
      const { uid, resourceVersion = "0" } = change.object.metadata;
      const version = BigInt(resourceVersion);
      if (version < (last.get(uid) ?? 0n)) backwards.push(uid);
      last.set(uid, version);
      const was = alive.get(uid) === true;
      if (was === (change.type === "added")) twice.push(change.type);
      alive.set(uid, change.type !== "deleted");
    };
    informer.on("added", (object) => check({ type: "added", object }));
    informer.on("updated", (object, old) =>
      check({ type: "updated", object, old }),
    );
    informer.on("deleted", (object, old) =>
      check({ type: "deleted", object, old }),
    );
    for (let round = 0; round < 30; round += 1) {
      const name = `round-${round}`;
      await leases.create(lease(name));
      if (round % 3 === 0) proxy.cut();
      await leases.patch(name, { metadata: { labels: { app: `${round}` } } });
      if (round % 2 === 0) await leases.delete(name);
    }
    await expectFresh(informer, () => leases.list());
    expect(informer.store.size).toBe(15);
    expect([backwards, twice]).toEqual([[], []]);
    expect([...alive.values()].filter((one) => one)).toHaveLength(15);
    await leases.deleteCollection();
  });

  test("follows a kind that the client was not generated for, from before it is there", async ({
    k8s,
    namespace,
  }) => {
    const definitions = k8s.apiextensions.v1.customResourceDefinitions;
    // A group that no other test has, since a kind takes a while to go.
    const group = "informer.example.com";
    const name = `widgets.${group}`;
    const spec = { ...widgetDefinition.spec, group };
    const widgets = k8s.resource(`${group}/v1`, "Widget", { namespace });
    const { informer: create } = await informers();
    const errors: unknown[] = [];
    const informer = create(widgets, {
      onError: (error) => errors.push(error),
    });
    onTestFinished(() => informer.close());
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect(String(informer.lastError)).toContain('no kind "Widget"');
    await definitions.create({ metadata: { name }, spec });
    onTestFinished(async () => void (await definitions.delete(name)));
    await informer.waitForSync({ timeoutMs: 90_000 });
    await widgets.create({ metadata: { name: "one" }, spec: { size: 1 } });
    await expect.poll(() => informer.store.has("one")).toBe(true);
    expect(informer.store.get("one")).toMatchObject({
      apiVersion: `${group}/v1`,
      kind: "Widget",
      spec: { size: 1 },
    });
  });

  test("is shared by all who ask for the same", async ({
    k8s,
    live,
    namespace,
  }) => {
    const transport = recordingTransport(k8s.transport);
    const client = live.kubernetes(transport);
    const { sharedInformers } = await informers();
    const shared = sharedInformers();
    onTestFinished(() => shared.close());
    const all = [1, 2, 3].map(() =>
      shared.get(client.coordination.v1.leases(namespace)),
    );
    await Promise.all(all.map((one) => one.waitForSync()));
    expect(shared.size).toBe(1);
    expect(transport.requests).toHaveLength(1);
    const nodes = shared.get(client.core.v1.nodes);
    await nodes.waitForSync();
    expect(shared.size).toBe(2);
  });
});
