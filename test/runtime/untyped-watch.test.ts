import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { ResourceHandle } from "../../templates/runtime/resource.js";
import { UntypedResource } from "../../templates/runtime/untyped.js";
import { until } from "./servers.js";
import { frame, initialEnd, serve, stream, take } from "./watches.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const never = (): Promise<ResourceHandle> => new Promise(() => undefined);
const done = { done: true, value: undefined };

async function served() {
  const { resource, server, streamed } = await serve({
    streamed: [
      stream([
        frame("ADDED", "a", "1"),
        initialEnd("10"),
        frame("ADDED", "b", "11"),
      ]),
    ],
    watches: [],
  });
  const untyped = new UntypedResource(() => Promise.resolve(resource));
  return { untyped, server, streamed };
}

describe("a watch of a kind that the client was not generated for", () => {
  it("is that of its resource, once that is found", async () => {
    const { untyped, server } = await served();
    expect(await take(untyped.watch(), 2)).toEqual(["SYNC a @10", "ADDED b"]);
    await until(() => server.open() === 0);
  });

  it("ends by return, also while next waits", async () => {
    const { untyped, server } = await served();
    const events = untyped.watch()[Symbol.asyncIterator]();
    await events.next();
    await events.next();
    const next = events.next();
    expect(await events.return?.()).toEqual(done);
    expect(await next).toEqual(done);
    await until(() => server.open() === 0);
  });

  it("ends by return, also while it is looked up", async () => {
    const events = new UntypedResource(never).watch()[Symbol.asyncIterator]();
    const next = events.next();
    expect(await events.return?.()).toEqual(done);
    expect(await next).toEqual(done);
  });

  it("ends by its signal, also while it is looked up", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const next = take(new UntypedResource(never).watch({ signal }), 1);
    controller.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("ends when its time is over", async () => {
    const { untyped, server } = await served();
    await expect(
      take(untyped.watch({ timeoutMs: 200 }), 9),
    ).rejects.toMatchObject({ name: "TimeoutError" });
    await until(() => server.open() === 0);
  });

  it("throws why it cannot be found", async () => {
    const untyped = new UntypedResource(() =>
      Promise.reject(new Error("not there")),
    );
    await expect(take(untyped.watch(), 1)).rejects.toThrow("not there");
  });

  it("that is forgotten lets go of its connection", async () => {
    const { untyped, server } = await served();
    const controller = new AbortController();
    const forget = async (): Promise<void> => {
      const { signal } = controller;
      await untyped.watch({ signal })[Symbol.asyncIterator]().next();
    };
    await forget();
    await until(() => {
      collectGarbage();
      return server.open() === 0;
    });
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });
});
