import { describe, expect, inject, onTestFinished } from "vitest";

import type { Kubernetes, WatchOptions } from "../../output/index.js";
import { testClock } from "../runtime/test-clock.js";
import { cutHeader, startByteCutter, type ByteCutter } from "./byte-cutter.js";
import type { ClientModule } from "./generated-client.js";
import { test } from "./live-client.js";

const open = async (
  live: ClientModule,
  cutter: ByteCutter,
): Promise<Kubernetes> => {
  const { certificateAuthority, adminToken } = inject("cluster");
  const client = await live.connect({
    server: cutter.server,
    certificateAuthority,
    token: adminToken,
  });
  onTestFinished(() => client.close());
  return client;
};

/** Runs something for each number from 0 on, some at once. */
const forEach = async (
  count: number,
  run: (index: number) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: 64 }, work));
};

/** A watch, on a clock of the test, whose first stream breaks behind so many bytes. */
const cutBehind = (
  bytes: number,
): Pick<WatchOptions, "clock" | "headers"> & {
  readonly clock: ReturnType<typeof testClock>;
} => ({ headers: { [cutHeader]: `watch:${bytes}` }, clock: testClock() });

const bytesOf = (text: string): number => Buffer.byteLength(text);

// The proxy shows the server's own certificate, which a server of others keeps to itself.
describe.runIf(inject("cluster").origin !== "existing")(
  "a stream that is cut",
  () => {
    test("at any byte of an event and of its newline gives each event once", async ({
      k8s,
      live,
      namespace,
    }) => {
      const cutter = await startByteCutter();
      const client = await open(live, cutter);
      const { metadata } = await k8s.core.v1.configMaps(namespace).list();
      const resourceVersion = metadata?.resourceVersion;
      const written = k8s.core.v1.configMaps(namespace);
      const configMaps = client.core.v1.configMaps(namespace);
      await written.create({ metadata: { name: "a" } });
      await written.delete("a");
      const read = async (
        options: WatchOptions<string>,
      ): Promise<(string | undefined)[]> => {
        const said = [];
        const fieldSelector = { "metadata.name": "a" };
        const watch = configMaps.watch({
          ...options,
          fieldSelector,
          resourceVersion,
        });
        for await (const event of watch) {
          if (event.type === "SYNC") return ["SYNC"];
          said.push(`${event.type} ${event.object.metadata.name}`);
          if (event.type === "DELETED") return said;
        }
        return said;
      };
      const events = ["ADDED a", "DELETED a"];
      expect(await read({})).toEqual(events);
      const [body = ""] = cutter.bodies;
      const first = bytesOf(body.slice(0, body.indexOf("\n") + 1));
      expect(first).toBeGreaterThan(100);

      await forEach(first + 2, async (bytes) => {
        const options = cutBehind(bytes);
        expect([bytes, ...(await read(options))]).toEqual([bytes, ...events]);
        // One cut, one pause, in the clock's time; none of it was waited for.
        expect(options.clock.sleeps).toHaveLength(1);
        expect(options.clock.sleeps[0]).toBeLessThanOrEqual(500);
      });
    });

    test("at any byte of what there is, and of the bookmark behind it, gives all there is once", async ({
      k8s,
      live,
      namespace,
    }) => {
      const cutter = await startByteCutter();
      const client = await open(live, cutter);
      await k8s.core.v1
        .configMaps(namespace)
        .create({ metadata: { name: "there" } });
      const configMaps = client.core.v1.configMaps(namespace);
      const fieldSelector = { "metadata.name": "there" };
      const read = async (options: WatchOptions<string>): Promise<unknown> => {
        const watch = configMaps.watch({ ...options, fieldSelector });
        for await (const event of watch)
          return event.type === "SYNC"
            ? event.objects.map((object) => object.metadata.name)
            : event.type;
        return undefined;
      };
      expect(await read({})).toEqual(["there"]);
      const [body = ""] = cutter.bodies;
      expect(body).toContain("initial-events-end");
      await forEach(bytesOf(body) + 1, async (bytes) => {
        expect([bytes, await read(cutBehind(bytes))]).toEqual([
          bytes,
          ["there"],
        ]);
      });
    });

    test("at any byte of a bookmark goes on from before it, or from it", async ({
      k8s,
      live,
      namespace,
    }) => {
      const written = k8s.core.v1.configMaps(namespace);
      const { metadata } = await written.create({ metadata: { name: "b" } });
      const other = await written.create({ metadata: { name: "other" } });
      // A server sends one each minute, and has no test wait for less.
      const bookmark = `${JSON.stringify({
        type: "BOOKMARK",
        object: {
          kind: "ConfigMap",
          apiVersion: "v1",
          metadata: { resourceVersion: other.metadata.resourceVersion },
        },
      })}\n`;
      const cutter = await startByteCutter(bookmark);
      const client = await open(live, cutter);
      const configMaps = client.core.v1.configMaps(namespace);
      const { resourceVersion } = metadata;
      const fieldSelector = { "metadata.name": "b" };
      let came = 0;
      const controller = new AbortController();
      onTestFinished(() => controller.abort());
      const read = async (bytes: number): Promise<string[]> => {
        const said: string[] = [];
        const watch = configMaps.watch({
          ...cutBehind(bytes),
          resourceVersion,
          fieldSelector,
          signal: controller.signal,
          onConnected: () => (came += 1),
        });
        for await (const event of watch) {
          if (event.type === "SYNC") return ["SYNC"];
          said.push(`${event.type} ${event.object.metadata.name}`);
          if (event.type === "DELETED") break;
        }
        return said;
      };
      const started = Array.from({ length: bookmark.length + 1 }, (_, bytes) =>
        read(bytes),
      );
      const all = Promise.all(started);
      all.catch(() => undefined);
      // Each has been cut by now, and is back.
      await expect
        .poll(() => came, { timeout: 60_000 })
        .toBe(2 * started.length);
      await written.patch("b", { data: { is: "patched" } });
      await written.delete("b");
      const said = await all;
      expect(new Set(said.map((one) => one.join(",")))).toEqual(
        new Set(["MODIFIED b,DELETED b"]),
      );
    });
  },
);
