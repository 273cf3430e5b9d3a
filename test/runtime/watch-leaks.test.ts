import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it, onTestFinished } from "vitest";
import type {
  KubernetesObject,
  WatchEvent,
} from "../../templates/runtime/types.js";
import { sendFailure, until } from "./servers.js";
import { testClock } from "./test-clock.js";
import { frame, initialEnd, serve, stream } from "./watches.js";

type Events = AsyncIterator<WatchEvent<KubernetesObject>>;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const open = stream([frame("ADDED", "a", "3"), initialEnd("10")]);

/** What keeps the process alive, counted. */
function active(type: string): number {
  return process.getActiveResourcesInfo().filter((one) => one === type).length;
}

it("1,000 watches opened and closed leave sockets, timers and listeners as they were (complaint 3)", async () => {
  const { watch, server, streamed } = await serve({
    streamed: [open],
    watches: [],
  });
  const timers = active("Timeout");
  const warnings: Error[] = [];
  const onWarning = (warning: Error): number => warnings.push(warning);
  process.on("warning", onWarning);
  onTestFinished(() => void process.off("warning", onWarning));
  const { signal } = new AbortController();
  const ends: ((events: Events, own: AbortController) => unknown)[] = [
    (events) => events.return?.(),
    (_, own) => own.abort(),
    async (events) => {
      const next = events.next();
      await events.return?.();
      await next;
    },
    async (events, own) => {
      const next = events.next();
      own.abort(new Error("enough"));
      await expect(next).rejects.toThrow("enough");
    },
  ];
  const owners: AbortController[] = [];
  const openAndClose = async (index: number): Promise<void> => {
    const own = new AbortController();
    owners.push(own);
    const ending = ends[index % ends.length]!;
    const events = watch({
      signal: index % 2 === 0 ? signal : own.signal,
      timeoutMs: 3_600_000,
    })[Symbol.asyncIterator]();
    await events.next();
    await ending(events, own);
    // Who was given a signal of its own and did not wait, has yet to end it.
    if (index % 4 === 1) await events.return?.();
  };
  for (let index = 0; index < 1_000; index += 50)
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => openAndClose(index + i)),
    );
  expect(streamed()).toHaveLength(1_000);
  await until(() => server.open() === 0);
  expect(active("Timeout")).toBeLessThanOrEqual(timers);
  for (const one of [signal, ...owners.map((own) => own.signal)])
    expect(getEventListeners(one, "abort")).toEqual([]);
  expect(warnings).toEqual([]);
});

it("a watch that is forgotten after one event lets go of its connection", async () => {
  const { watch, server } = await serve({ streamed: [open], watches: [] });
  const { signal } = new AbortController();
  const readOne = async (): Promise<void> => {
    const first = await watch({ signal })[Symbol.asyncIterator]().next();
    expect(first.done).toBe(false);
  };
  for (let count = 0; count < 5; count++) await readOne();
  expect(server.open()).toBe(5);
  await until(() => {
    collectGarbage();
    return server.open() === 0;
  });
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

it("a server that refuses each watch is not stormed (complaint 4)", async () => {
  const clock = testClock();
  const { watch, watches } = await serve({
    watches: [
      ...Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? (response: Parameters<typeof open>[0]) =>
              sendFailure(response, 429, "TooManyRequests", "x", {
                "retry-after": String(40 + index),
              })
          : stream([], "end"),
      ),
      stream([frame("ADDED", "a", "11")]),
    ],
  });
  const events = watch({ clock, resourceVersion: "10", idleTimeoutMs: 0 });
  const iterator = events[Symbol.asyncIterator]();
  // The first try tells what it meets; a watch that was open goes on.
  await expect(iterator.next()).rejects.toMatchObject({ status: 429 });
  expect(watches()).toHaveLength(1);

  const again = watch({ clock, resourceVersion: "10", idleTimeoutMs: 0 });
  for await (const event of again) {
    expect(event.type).toBe("ADDED");
    break;
  }
  expect(clock.sleeps).toHaveLength(19);
  clock.sleeps.forEach((ms, index) => {
    if (index % 2 === 1) expect(ms).toBe((41 + index) * 1_000);
    else expect(ms).toBeGreaterThanOrEqual(250);
  });
  // Half a minute, less its jitter, from the seventh failure on.
  expect(Math.min(...clock.sleeps.slice(7))).toBeGreaterThanOrEqual(15_000);
});
