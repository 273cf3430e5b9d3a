import { getEventListeners } from "node:events";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { isForbidden, isGone } from "../../templates/runtime/errors.js";
import { sendFailure, until } from "./servers.js";
import {
  errorFrame,
  frame,
  listOf,
  object,
  path,
  serve,
  stream,
  take,
} from "./watches.js";

describe("a watch whose version is no longer kept", () => {
  const gone: [name: string, step: (response: ServerResponse) => void][] = [
    ["an ERROR frame", stream([errorFrame(410, "Expired")], "end")],
    ["an answer", (response) => sendFailure(response, 410, "Expired", "old")],
  ];

  it.each(gone)("lists again (%s)", async (_, step) => {
    const { watch, watches } = await serve({
      lists: [listOf(["a"], "10"), listOf(["a", "b"], "20")],
      watches: [step, stream([frame("ADDED", "c", "21")])],
    });
    expect(await take(watch(), 3)).toEqual([
      "SYNC a @10",
      "SYNC a,b @20",
      "ADDED c",
    ]);
    expect(watches()[1]).toContain("resourceVersion=20");
  });

  it.each(gone)("throws, where it is told to (%s)", async (_, step) => {
    const { watch, lists } = await serve({ watches: [step] });
    const events = watch({ relist: false, resourceVersion: "1" });
    const error: unknown = await take(events, 1).catch((e) => e);
    expect(isGone(error)).toBe(true);
    expect(lists()).toEqual([]);
  });

  it("does not list in a hurry, where that does not help", async () => {
    const { watch, lists } = await serve({
      watches: [stream([errorFrame(410, "Expired")], "end")],
    });
    const begin = performance.now();
    expect(await take(watch(), 4)).toHaveLength(4);
    expect(lists()).toHaveLength(4);
    // The first list after the first is at once; the next two wait 0.5 s and 1 s at least.
    expect(performance.now() - begin).toBeGreaterThan(1_400);
  });
});

describe("a watch that cannot be", () => {
  it("throws what the server says, from its list and from its stream", async () => {
    const forbid = (response: ServerResponse): void =>
      sendFailure(response, 403, "Forbidden", "no");
    for (const script of [
      { lists: [forbid], watches: [forbid] },
      { watches: [forbid] },
    ]) {
      const { watch } = await serve(script);
      const error: unknown = await take(watch(), 9).catch((e) => e);
      expect(isForbidden(error)).toBe(true);
    }
    const { watch } = await serve({
      watches: [stream([errorFrame(403, "Forbidden")])],
    });
    const error: unknown = await take(watch(), 9).catch((e) => e);
    expect(isForbidden(error)).toBe(true);
  });

  it("throws where the server is not there to begin with", async () => {
    const { watch, server } = await serve({ watches: [] });
    await server.stop();
    await expect(
      take(watch({ resourceVersion: "1" }), 1),
    ).rejects.toMatchObject({
      name: "ConnectionError",
    });
  });

  it("throws where a line is not a frame, and shows nothing of an object", async () => {
    for (const line of [
      '{"type":"ADDED","object":{"data":"aHVudGVyMg"}\n',
      '{"kind":"PodList"}\n',
      '{"type":"ADDED","object":null}\n',
      "null\n",
    ]) {
      const { watch } = await serve({ watches: [stream([line])] });
      const error: unknown = await take(watch(), 9).catch((e) => e);
      expect(error).toMatchObject({ name: "InvalidAnswerError" });
      expect(String(error)).not.toContain("aHVudGVyMg");
    }
  });
});

describe("the end of a watch", () => {
  it("is the end of its reader, and lets go of everything", async () => {
    const { watch, server } = await serve({
      watches: [stream([frame("ADDED", "a", "11")])],
    });
    const { signal } = new AbortController();
    for await (const event of watch({ signal }))
      if (event.type === "ADDED") break;
    expect(getEventListeners(signal, "abort")).toEqual([]);
    // The one that the list came over is kept.
    await until(() => server.open() <= 1);
  });

  it("comes at once with a signal, with its reason", async () => {
    const { watch, watches, server } = await serve({ watches: [stream([])] });
    const controller = new AbortController();
    const events = take(watch({ signal: controller.signal }), 9).catch(
      (e: unknown) => e,
    );
    await until(() => watches().length === 1);
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await events).toBe(reason);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    await until(() => server.open() <= 1);
  });

  it("comes when its time is over", async () => {
    const { watch } = await serve({ watches: [stream([])] });
    await expect(take(watch({ timeoutMs: 200 }), 9)).rejects.toMatchObject({
      name: "TimeoutError",
      message: `WATCH ${path}: not done after 200 ms`,
    });
  });

  it("comes with return, also while next waits", async () => {
    const { watch, watches, server } = await serve({ watches: [stream([])] });
    const events = watch()[Symbol.asyncIterator]();
    await events.next();
    const next = events.next();
    await until(() => watches().length === 1);
    await events.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    await until(() => server.open() <= 1);
  });
});

it("reads no faster than its reader", async () => {
  const big = "x".repeat(64 * 1024);
  let written = 0;
  const { watch } = await serve({
    watches: [
      (response) => {
        response.writeHead(200);
        const write = (): void => {
          while (written < 2_000 && !response.destroyed) {
            const item = {
              type: "ADDED",
              object: { ...object("a", "11"), big },
            };
            written++;
            if (!response.write(`${JSON.stringify(item)}\n`)) {
              response.once("drain", write);
              return;
            }
          }
        };
        write();
      },
    ],
  });
  let read = 0;
  for await (const event of watch()) {
    if (event.type === "SYNC") continue;
    if (++read < 3) continue;
    // Let all that can come, come.
    let before = -1;
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    break;
  }
  // 2,000 frames are 128 MB; sockets and streams hold a few.
  expect(written).toBeLessThan(1_000);
});
