import { describe, expect, inject, onTestFinished } from "vitest";

import type {
  Lease,
  LeaseResource,
  PersistedLease,
} from "../../output/coordination.k8s.io/v1/index.js";
import type { Kubernetes, WatchEvent } from "../../output/index.js";
import { until } from "../runtime/servers.js";
import type { ClientModule } from "./generated-client.js";
import { test, uniqueName } from "./live-client.js";
import { startProxy, type TcpProxy } from "./tcp-proxy.js";

type Events = AsyncIterator<WatchEvent<PersistedLease>, void>;

const lease = (name: string, app = "web"): Lease => ({
  metadata: { name, labels: { app } },
});

/** The next event, in short: `ADDED a`, `SYNC a,b`. */
const next = async (events: Events): Promise<string> => {
  const { value: event } = await events.next();
  if (event === undefined) return "the end";
  if (event.type !== "SYNC")
    return `${event.type} ${event.object.metadata.name}`;
  return `SYNC ${event.objects.map(({ metadata }) => metadata.name).join(",")}`;
};

const start = (watch: AsyncIterable<WatchEvent<PersistedLease>>): Events => {
  const events = watch[Symbol.asyncIterator]();
  onTestFinished(async () => void (await events.return?.()));
  return events;
};

/** A client whose connections can be counted and broken. */
const throughProxy = async (
  live: ClientModule,
): Promise<{ readonly client: Kubernetes; readonly proxy: TcpProxy }> => {
  const { server, certificateAuthority, adminToken } = inject("cluster");
  const proxy = await startProxy(server);
  const client = await live.connect({
    server: `https://127.0.0.1:${proxy.port}`,
    tlsServerName: new URL(server).hostname,
    certificateAuthority,
    token: adminToken,
  });
  onTestFinished(async () => {
    await proxy.stop();
    await client.close();
  });
  return { client, proxy };
};

describe("a watch", () => {
  test("tells what there is, and then what happens", async ({
    k8s,
    namespace,
  }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    await leases.create(lease("there"));
    const events = start(leases.watch());
    const { value: sync } = await events.next();
    expect(sync).toMatchObject({
      type: "SYNC",
      objects: [
        {
          apiVersion: "coordination.k8s.io/v1",
          kind: "Lease",
          metadata: { name: "there" },
        },
      ],
      resourceVersion: expect.stringMatching(/^\d+$/),
    });

    const created = await leases.create(lease("new"));
    expect((await events.next()).value).toEqual({
      type: "ADDED",
      object: created,
    });
    const spec = { holderIdentity: "someone" };
    const patched = await leases.patch("new", { spec });
    expect((await events.next()).value).toEqual({
      type: "MODIFIED",
      object: patched,
    });
    await leases.delete("new");
    const { value: deleted } = await events.next();
    expect(deleted).toMatchObject({ type: "DELETED", object: { spec } });
    await leases.delete("there");
    expect(await next(events)).toBe("DELETED there");
  });

  test("starts behind a version that it is given", async ({
    k8s,
    namespace,
  }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    await leases.create(lease("before"));
    const { metadata } = await leases.list();
    await leases.create(lease("after"));
    await leases.delete("before");

    const resourceVersion = metadata?.resourceVersion;
    const events = start(leases.watch({ resourceVersion }));
    expect(await next(events)).toBe("ADDED after");
    expect(await next(events)).toBe("DELETED before");
    await leases.deleteCollection();
  });

  test("takes what is no longer selected for deleted", async ({
    k8s,
    namespace,
  }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    const events = start(leases.watch({ labelSelector: { app: "web" } }));
    expect(await next(events)).toBe("SYNC ");
    await leases.create(lease("other", "db"));
    await leases.create(lease("mine"));
    expect(await next(events)).toBe("ADDED mine");
    await leases.patch("mine", { metadata: { labels: { app: null } } });
    expect(await next(events)).toBe("DELETED mine");
    await leases.deleteCollection();
  });

  test("sees all namespaces", async ({ k8s, namespace }) => {
    const other = uniqueName("kubewright-test");
    await k8s.core.v1.namespaces.create({ metadata: { name: other } });
    onTestFinished(async () => void k8s.core.v1.namespaces.delete(other));
    const labelSelector = { app: uniqueName("app") };
    const events = start(k8s.coordination.v1.leases().watch({ labelSelector }));
    expect(await next(events)).toBe("SYNC ");

    const seen = [];
    for (const one of [namespace, other]) {
      const leases: LeaseResource = k8s.coordination.v1.leases(one);
      await leases.create(lease("everywhere", labelSelector.app));
      const { value: event } = await events.next();
      if (event?.type === "ADDED") seen.push(event.object.metadata.namespace);
    }
    expect(seen).toEqual([namespace, other]);
  });

  test("frees its connection when its reader stops", async ({
    live,
    namespace,
  }) => {
    const { client, proxy } = await throughProxy(live);
    const leases = client.coordination.v1.leases(namespace);
    await leases.list();
    for (let round = 0; round < 3; round += 1) {
      for await (const event of leases.watch()) {
        if (event.type === "SYNC") await leases.create(lease(`round-${round}`));
        else break;
      }
      await until(() => proxy.open() <= 1);
    }
  });

  test("goes on where its connection broke", async ({
    k8s,
    live,
    namespace,
  }) => {
    const { client, proxy } = await throughProxy(live);
    const leases = k8s.coordination.v1.leases(namespace);
    await leases.deleteCollection();
    const events = start(client.coordination.v1.leases(namespace).watch());
    expect(await next(events)).toBe("SYNC ");
    for (const name of ["first", "second", "third"]) {
      await leases.create(lease(name));
      expect(await next(events)).toBe(`ADDED ${name}`);
      proxy.cut();
    }
    await leases.delete("first");
    expect(await next(events)).toBe("DELETED first");
  });

  test("ends by a signal and by a time limit", async ({ k8s, namespace }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    const controller = new AbortController();
    const events = start(leases.watch({ signal: controller.signal }));
    await events.next();
    const waiting = events.next();
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");

    const late = start(leases.watch({ timeoutMs: 200 }));
    const read = async (): Promise<void> => {
      while (!(await late.next()).done);
    };
    await expect(read()).rejects.toMatchObject({ name: "TimeoutError" });
  });
});
