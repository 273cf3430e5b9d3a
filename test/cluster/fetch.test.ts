import { beforeAll, describe, expect, inject, onTestFinished } from "vitest";

import type { Kubernetes, WatchEvent } from "../../output/index.js";
import type { FetchConnectOptions } from "../../templates/runtime/fetch-connection.js";
import {
  connectByFetch,
  connectOverFetch,
  startKubectlProxy,
} from "./fetch-client.js";
import { liveClient, test, uniqueName } from "./live-client.js";
import { runPod, writeLog } from "./running-pods.js";
import { startProxy } from "./tcp-proxy.js";

const cluster = inject("cluster");

async function byFetch(options: FetchConnectOptions): Promise<Kubernetes> {
  const client = await connectByFetch(await liveClient(), options);
  onTestFinished(() => client.close());
  return client;
}

async function errorOf(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => expect.unreachable("the call succeeded"),
    (error: Error) => error,
  );
}

/** The next event, in short: `ADDED a`. */
async function next(
  events: AsyncIterator<WatchEvent<{ metadata: { name: string } }>, void>,
): Promise<string> {
  const { value } = await events.next();
  if (value === undefined) return "the end";
  return value.type === "SYNC"
    ? `SYNC ${value.objects.length}`
    : `${value.type} ${value.object.metadata.name}`;
}

describe.runIf(cluster.kubectl !== undefined)(
  "the platform's fetch through kubectl proxy",
  () => {
    let server: string;
    beforeAll(async () => {
      const proxy = await startKubectlProxy();
      ({ server } = proxy);
      return proxy.stop;
    });

    test("reads and writes with no credentials of its own", async ({
      live,
      namespace,
    }) => {
      const k8s = await byFetch({ server });
      const configMaps = k8s.core.v1.configMaps(namespace);
      await configMaps.create({ metadata: { name: "a" }, data: { x: "1" } });
      const stale = await configMaps.get("a");
      const patched = await configMaps.patch("a", { data: { x: "2" } });
      expect(patched.metadata.managedFields?.at(-1)?.manager).toBe(
        "kubewright-client",
      );
      await configMaps.apply("a", { data: { y: "3" } }, { fieldManager: "ci" });
      expect((await configMaps.get("a")).data).toEqual({ x: "2", y: "3" });
      for (const name of ["b", "c"])
        await configMaps.create({ metadata: { name } });
      const names: string[] = [];
      for await (const { metadata } of configMaps.listAll({ limit: 1 }))
        if (metadata.name !== "kube-root-ca.crt") names.push(metadata.name);
      expect(names).toEqual(["a", "b", "c"]);

      const conflict = await errorOf(configMaps.update(stale));
      expect(live.isConflict(conflict)).toBe(true);
      const missing = await errorOf(configMaps.get("none"));
      expect(live.isNotFound(missing)).toBe(true);
      await configMaps.deleteCollection({
        fieldSelector: { "metadata.name": { not: "kube-root-ca.crt" } },
      });
    });

    test("watches on where a connection is cut, and ends at once", async ({
      k8s: admin,
      namespace,
    }) => {
      const path = await startProxy(server);
      onTestFinished(() => path.stop());
      const k8s = await byFetch({ server: `http://127.0.0.1:${path.port}` });
      const leases = k8s.coordination.v1.leases(namespace);
      const abort = new AbortController();
      const { signal } = abort;
      const events = leases.watch({ signal })[Symbol.asyncIterator]();
      expect(await next(events)).toBe("SYNC 0");
      await leases.create({ metadata: { name: "a" } });
      expect(await next(events)).toBe("ADDED a");
      path.cut();
      // By another way: a write on a connection that was just cut is lost, and not sent again.
      await admin.coordination.v1
        .leases(namespace)
        .create({ metadata: { name: "b" } });
      expect(await next(events)).toBe("ADDED b");
      const waiting = next(events);
      const reason = new Error("enough");
      abort.abort(reason);
      expect(await errorOf(waiting)).toBe(reason);
      await leases.deleteCollection();
    });

    test("loses nothing of a watch whose reader is slow", async ({
      namespace,
    }) => {
      const k8s = await byFetch({ server });
      const configMaps = k8s.core.v1.configMaps(namespace);
      const name = uniqueName("slow");
      const filler = "x".repeat(200_000);
      const before = await configMaps.list();
      const { resourceVersion } = before.metadata ?? {};
      await configMaps.create({ metadata: { name }, data: { filler } });
      const fieldSelector = { "metadata.name": name } as const;
      const events = configMaps
        .watch({ resourceVersion, fieldSelector })
        [Symbol.asyncIterator]();
      expect(await next(events)).toBe(`ADDED ${name}`);
      for (let count = 1; count <= 100; count++)
        await configMaps.patch(name, { data: { count: `${count}` } });
      const counts: unknown[] = [];
      while (counts.length < 100) {
        const { value } = await events.next();
        if (value?.type === "MODIFIED")
          counts.push(Number(value.object.data?.["count"]));
      }
      await events.return?.();
      expect(counts).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
      await configMaps.delete(name);
    });

    test.runIf(cluster.whole)(
      "follows a log, and leaves it at once",
      async ({ k8s: admin, namespace }) => {
        const name = await runPod(admin, namespace, ["main", "writer"]);
        const k8s = await byFetch({ server });
        const pods = k8s.core.v1.pods(namespace);
        const previous = { container: "main", previous: true };
        expect(await pods.logs(name, previous).text()).toContain("ready\n");
        const abort = new AbortController();
        const lines = pods
          .logs(name, {
            container: "writer",
            follow: true,
            tailLines: 0,
            signal: abort.signal,
          })
          [Symbol.asyncIterator]();
        const first = lines.next();
        const mark = `followed-${name}`;
        const writing = setInterval(() => void writeLog(mark), 200);
        expect((await first).value).toBe(mark);
        clearInterval(writing);
        const rest = (async () => {
          for (;;) if ((await lines.next()).done) return "it ended";
        })();
        const reason = new Error("enough");
        abort.abort(reason);
        expect(await errorOf(rest)).toBe(reason);
        expect(await errorOf(pods.exec(name, ["sh"]))).toMatchObject({
          name: "ConfigError",
          message: `GET /api/v1/namespaces/${namespace}/pods/${name}/exec: exec, attach and port-forward need the client of index.js, on Node.js or in Deno`,
        });
      },
    );

    test("says that nobody is there once the proxy has ended", async () => {
      const proxy = await startKubectlProxy();
      const k8s = await byFetch({ server: proxy.server });
      await k8s.server.version();
      await proxy.stop();
      const write = k8s.core.v1.namespaces.create({ metadata: { name: "a" } });
      expect((await errorOf(write)).message).toContain(
        `no answer from ${proxy.server}: `,
      );
    });
  },
);

describe("a token over fetch", () => {
  test("is who the server takes the client for, and so is one group to act as", async () => {
    const client = await liveClient();
    const { server, adminToken, weakToken, weakUser } = cluster;
    const weak = await connectOverFetch(client, { server, token: weakToken });
    expect((await weak.whoAmI()).username).toBe(weakUser);
    const as = { user: "jane", groups: ["dev, ops"], extra: { s: ["x"] } };
    const jane = await connectOverFetch(client, {
      server,
      token: adminToken,
      as,
    });
    const { username, groups, extra } = await jane.whoAmI();
    expect([username, extra]).toEqual(["jane", { s: ["x"] }]);
    expect(groups).toContain("dev, ops");
    expect(
      await errorOf(
        connectOverFetch(client, {
          server,
          token: adminToken,
          as: { user: "jane", groups: ["dev", "ops"] },
        }),
      ),
    ).toMatchObject({
      name: "ConfigError",
      message: expect.stringContaining("fetch would join to one") as string,
    });
  });

  test("of a function is asked for again once the server refuses it", async () => {
    const { server, adminToken } = cluster;
    const refused: unknown[] = [];
    const k8s = await connectOverFetch(
      await liveClient(),
      { server },
      (last) => {
        refused.push(last);
        return last === undefined ? "nobody's" : adminToken;
      },
    );
    await k8s.core.v1.namespaces.list();
    await k8s.core.v1.namespaces.list();
    expect(refused).toEqual([undefined, "nobody's"]);
  });
});
