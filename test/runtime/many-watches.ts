import { getEventListeners } from "node:events";
import { expect, onTestFinished } from "vitest";
import type {
  KubernetesObject,
  WatchEvent,
} from "../../templates/runtime/types.js";
import { until } from "./servers.js";
import { frame, initialEnd, serve, stream } from "./watches.js";

type Events = AsyncIterator<WatchEvent<KubernetesObject>>;

const open = stream([frame("ADDED", "a", "3"), initialEnd("10")]);

/** What keeps the process alive, counted. */
function active(type: string): number {
  return process.getActiveResourcesInfo().filter((one) => one === type).length;
}

/** Opens watches, fifty at a time, and closes them in each way that there is: sockets, timers and listeners are as they were before. */
export async function openAndClose(count: number): Promise<void> {
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
  const openOne = async (index: number): Promise<void> => {
    const own = new AbortController();
    owners.push(own);
    const events = watch({
      signal: index % 2 === 0 ? signal : own.signal,
      timeoutMs: 3_600_000,
    })[Symbol.asyncIterator]();
    await events.next();
    await ends[index % ends.length]?.(events, own);
    // Who was given a signal of its own and did not wait, has yet to end it.
    if (index % 4 === 1) await events.return?.();
  };
  for (let index = 0; index < count; index += 50)
    await Promise.all(Array.from({ length: 50 }, (_, i) => openOne(index + i)));
  expect(streamed()).toHaveLength(count);
  await until(() => server.open() === 0);
  expect(active("Timeout")).toBeLessThanOrEqual(timers);
  for (const one of [signal, ...owners.map((own) => own.signal)])
    expect(getEventListeners(one, "abort")).toEqual([]);
  expect(warnings).toEqual([]);
}
