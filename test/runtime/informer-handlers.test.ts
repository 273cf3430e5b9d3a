import { getEventListeners } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import type { InformerChange } from "../../templates/runtime/informer.js";
import { heard, names, start, thing, type Thing } from "./scripted-watch.js";
import { until } from "./servers.js";
import { testClock } from "./test-clock.js";

describe("handlers", () => {
  it("that come late are told of what is there", async () => {
    const { source, things } = start();
    await source.sync("10", thing("a", "1"), thing("b", "2"));
    const said = heard(things);
    expect(said).toEqual(["added a@1", "added b@2"]);
    await source.send({ type: "MODIFIED", object: thing("b", "11") });
    expect(said.slice(2)).toEqual(["updated b@2 b@11"]);
  });

  it("that come within a change are told of it once", async () => {
    const { source, things } = start();
    const said: string[] = [];
    let isFirst = true;
    things.on("added", () => {
      if (!isFirst) return;
      isFirst = false;
      things.on("added", ({ metadata }) => said.push(metadata.name));
    });
    await source.sync("10", thing("a", "1"), thing("b", "2"));
    expect(said).toEqual(["a", "b"]);
  });

  it("that throw stop neither the others nor the informer", async () => {
    const errors: [unknown, string][] = [];
    const { source, things } = start({
      onError: (error, from) => errors.push([error, from]),
    });
    const first = new Error("first");
    const later = new Error("later");
    things.on("added", () => {
      throw first;
    });
    things.on("added", async () => {
      await Promise.resolve();
      throw later;
    });
    const said = heard(things);
    await source.sync("10", thing("a", "1"));
    await source.send({ type: "MODIFIED", object: thing("a", "11") });
    expect(said).toEqual(["added a@1", "updated a@1 a@11"]);
    await until(() => errors.length === 2);
    expect(errors).toEqual([
      [first, "handler"],
      [later, "handler"],
    ]);
  });

  it("that throw become a warning, where nobody takes errors", async () => {
    const warnings: Error[] = [];
    const take = (warning: Error): number => warnings.push(warning);
    process.on("warning", take);
    onTestFinished(() => void process.off("warning", take));
    const { source, things } = start();
    things.on("added", () => {
      throw new Error("of a handler");
    });
    await source.sync("10", thing("a", "1"));
    await until(() => warnings.length > 0);
    expect(warnings[0]?.message).toBe("of a handler");
  });

  it("hear no more once they are taken away, also by another", async () => {
    const { source, things } = start();
    const said: string[] = [];
    let off = (): void => undefined;
    things.on("added", () => off());
    off = things.on("added", ({ metadata }) => said.push(metadata.name));
    await source.sync("10", thing("a", "1"), thing("b", "2"));
    expect(said).toEqual([]);
  });

  it("hear no more once the informer is closed, also while they are told of what is there", async () => {
    const { source, things } = start();
    await source.sync("10", thing("a", "1"), thing("b", "2"));
    const said: string[] = [];
    things.on("added", ({ metadata }) => {
      said.push(metadata.name);
      void things.close();
    });
    expect(said).toEqual(["a"]);
  });
});

describe("the loop over an informer", () => {
  const say = (change: InformerChange<Thing>): string =>
    `${change.type} ${change.object.metadata.name}@${change.object.metadata.resourceVersion}`;
  const read = async (
    events: AsyncIterator<InformerChange<Thing>, void>,
    count: number,
  ): Promise<string[]> => {
    const said: string[] = [];
    while (said.length < count) {
      const { value } = await events.next();
      said.push(value === undefined ? "end" : say(value));
    }
    return said;
  };

  it("begins with what is there, and goes on with what changes", async () => {
    const { source, things } = start();
    await source.sync("10", thing("a", "1"));
    const events = things[Symbol.asyncIterator]();
    expect(await read(events, 1)).toEqual(["added a@1"]);
    const next = read(events, 1);
    await source.send({ type: "DELETED", object: thing("a", "11") });
    expect(await next).toEqual(["deleted a@11"]);
  });

  it("merges what happens to an object while its reader is busy", async () => {
    const { source, things } = start();
    await source.sync("10", thing("a", "1"), thing("b", "2"), thing("c", "3"));
    const events = things[Symbol.asyncIterator]();
    await read(events, 3);
    for (let version = 11; version < 1_011; version++)
      await source.send({
        type: "MODIFIED",
        object: thing("a", String(version)),
      });
    await source.send({ type: "DELETED", object: thing("b", "2000") });
    await source.send({
      type: "ADDED",
      object: thing("b", "2001", { uid: "new" }),
    });
    await source.send({ type: "ADDED", object: thing("d", "2002") });
    await source.send({ type: "DELETED", object: thing("d", "2003") });
    await source.send({ type: "DELETED", object: thing("c", "2004") });
    const { value } = await events.next();
    expect(value).toEqual({
      type: "updated",
      object: thing("a", "1010"),
      old: thing("a", "1"),
    });
    expect(await read(events, 3)).toEqual([
      "deleted b@2000",
      "deleted c@2004",
      "added b@2001",
    ]);
    await source.send({ type: "MODIFIED", object: thing("a", "3000") });
    expect(await read(events, 1)).toEqual(["updated a@3000"]);
  });

  it("ends with the informer, also while it waits", async () => {
    const { source, things } = start();
    await source.sync("10");
    const events = things[Symbol.asyncIterator]();
    const next = events.next();
    await things.close();
    expect(await next).toEqual({ done: true, value: undefined });
    for await (const change of things) expect(change).toBeUndefined();
  });
});

describe("an informer that cannot reach its server", () => {
  it("goes on, and says why it may be behind (complaint 1)", async () => {
    const clock = testClock();
    const told: unknown[] = [];
    const { source, things } = start({
      clock,
      onError: (error) => told.push(error),
    });
    const broken = new Error("not an answer");
    for (let count = 0; count < 8; count++) await source.fail(broken);
    await until(() => clock.sleeps.length === 8);
    expect(things.lastError).toBe(broken);
    expect(things.synced).toBe(false);
    await source.sync("10", thing("a", "1"));
    expect(things.lastError).toBeUndefined();
    expect(things.store.size).toBe(1);
    expect(told).toHaveLength(8);
    clock.sleeps.forEach((ms, index) => {
      const full = Math.min(30_000, 800 * 2 ** index);
      expect(ms).toBeGreaterThanOrEqual(full / 2);
      expect(ms).toBeLessThanOrEqual(full);
    });
  });

  it("does not hurry where a list comes and the watch fails each time", async () => {
    const clock = testClock();
    const { source } = start({ clock });
    for (let count = 0; count < 8; count++) {
      await source.sync(String(count));
      await source.fail(new Error("no"));
    }
    await until(() => clock.sleeps.length === 8);
    expect(clock.sleeps[7]).toBeGreaterThanOrEqual(15_000);
    await source.sync("10");
    await source.send({ type: "ADDED", object: thing("a", "11") });
    await source.fail(new Error("no"));
    await until(() => clock.sleeps.length === 9);
    expect(clock.sleeps[8]).toBeLessThanOrEqual(800);
  });

  it("hears from the watch what that goes on from", async () => {
    const told: [unknown, string][] = [];
    const { source, things } = start({
      onError: (error, from) => told.push([error, from]),
    });
    await source.sync("10");
    const error = new Error("reset");
    source.started[0]?.onInterrupted?.(error);
    expect(things.lastError).toBe(error);
    expect(told).toEqual([[error, "watch"]]);
    source.started[0]?.onConnected?.();
    expect(things.lastError).toBeUndefined();
  });
});

describe("waitForSync", () => {
  it("waits until all is there, and handlers know of it", async () => {
    const { source, things } = start();
    const said = heard(things);
    const ready = things.waitForSync().then(() => said.length);
    await source.sync("10", thing("a", "1"));
    expect(await ready).toBe(1);
    await things.waitForSync();
  });

  it("says why, when its time is over", async () => {
    const { source, things } = start();
    const waiting = things.waitForSync({ timeoutMs: 200 });
    await source.fail(new Error("403 Forbidden"));
    await expect(waiting).rejects.toMatchObject({
      name: "TimeoutError",
      message: "the informer: not in sync after 200 ms: 403 Forbidden",
    });
  });

  it("ends by a signal, and when the informer is closed", async () => {
    const { things } = start();
    const controller = new AbortController();
    const aborted = things.waitForSync({ signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(aborted).rejects.toThrow("enough");
    const closed = things.waitForSync();
    await Promise.all([
      expect(closed).rejects.toThrow("closed"),
      things.close(),
    ]);
    await expect(things.waitForSync()).rejects.toThrow("closed");
  });
});

describe("the end of an informer", () => {
  it("comes with its signal, and lets go of everything", async () => {
    const controller = new AbortController();
    const { source, things } = start({ signal: controller.signal });
    const said = heard(things);
    await source.sync("10", thing("a", "1"));
    controller.abort();
    expect(source.started[0]?.signal?.aborted).toBe(true);
    await things.close();
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    expect(names(things.store)).toEqual(["a"]);
    expect(said).toHaveLength(1);
    expect(() => start({ signal: controller.signal })).toThrow("aborted");
  });

  it("comes with its block", async () => {
    const { source, things } = start();
    await things[Symbol.asyncDispose]();
    expect(source.started[0]?.signal?.aborted).toBe(true);
  });
});
