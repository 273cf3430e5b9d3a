import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { openAndClose } from "./many-watches.js";
import { sendFailure, until } from "./servers.js";
import { testClock } from "./test-clock.js";
import { frame, initialEnd, serve, stream } from "./watches.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const open = stream([frame("ADDED", "a", "3"), initialEnd("10")]);

it("200 watches opened and closed leave sockets, timers and listeners as they were (complaint 3)", async () => {
  await openAndClose(200);
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
