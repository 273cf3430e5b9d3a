import { getEventListeners } from "node:events";
import { describe, expect, expectTypeOf, it, onTestFinished } from "vitest";
import {
  informer,
  type Informer,
  type InformerChange,
  type InformerOptions,
} from "../../templates/runtime/informer.js";
import {
  scriptedWatch,
  thing,
  type ScriptedWatch,
  type Thing,
} from "./scripted-watch.js";
import { until } from "./servers.js";
import { testClock } from "./test-clock.js";

function start<Index extends string = never>(
  options: InformerOptions<Thing, Index> = {},
): { source: ScriptedWatch; things: Informer<Thing, Index> } {
  const source = scriptedWatch();
  const things = informer<Thing, string, Index>(source, {
    clock: testClock(),
    ...options,
  });
  onTestFinished(() => things.close());
  return { source, things };
}

/** What the handlers are told, in words. */
function heard(things: Informer<Thing, string>): string[] {
  const said: string[] = [];
  const say = ({ metadata }: Thing): string =>
    `${metadata.name}@${metadata.resourceVersion}`;
  things.on("added", (object) => said.push(`added ${say(object)}`));
  things.on("updated", (object, old) =>
    said.push(`updated ${say(old)} ${say(object)}`),
  );
  things.on("deleted", (object, old) =>
    said.push(`deleted ${say(old)} ${say(object)}`),
  );
  return said;
}

const names = (objects: Iterable<Thing>): string[] =>
  [...objects].map(({ metadata }) => metadata.name).sort();

describe("the store of an informer", () => {
  it("is what the server has, change by change", async () => {
    const { source, things } = start();
    const said = heard(things);
    expect(things.synced).toBe(false);
    await source.sync("10", thing("a", "1"), thing("b", "2"));
    expect(things.synced).toBe(true);
    expect(things.resourceVersion).toBe("10");
    await source.send({ type: "MODIFIED", object: thing("a", "11") });
    await source.send({ type: "ADDED", object: thing("c", "12") });
    await source.send({ type: "DELETED", object: thing("b", "13") });
    expect(names(things.store)).toEqual(["a", "c"]);
    expect(things.store.size).toBe(2);
    expect(things.store.get("a", "default")).toEqual(thing("a", "11"));
    expect(things.store.has("b", "default")).toBe(false);
    expect(things.resourceVersion).toBe("13");
    expect(said).toEqual([
      "added a@1",
      "added b@2",
      "updated a@1 a@11",
      "added c@12",
      "deleted b@2 b@13",
    ]);
  });

  it("holds the objects themselves, not copies, typed as the resource's", async () => {
    const { source, things } = start();
    const object = thing("a", "1");
    await source.sync("10", object);
    const found = things.store.get("a", "default");
    expectTypeOf(found).toEqualTypeOf<Thing | undefined>();
    expect(found).toBe(object);
  });

  it("asks in which namespace, where there are several", async () => {
    const { source, things } = start();
    await source.sync(
      "10",
      thing("a", "1"),
      thing("a", "2", { namespace: "other" }),
    );
    expect(things.store.get("a", "other")?.metadata.resourceVersion).toBe("2");
    expect(() => things.store.get("a")).toThrow(
      '"a" may be in any namespace: say in which, as get(name, namespace)',
    );
  });

  it("finds by index what is, and never what was", async () => {
    const { source, things } = start({
      indexers: { byNode: ({ spec }) => (spec?.node ? [spec.node] : []) },
    });
    const a = thing("a", "1", { node: "n1" });
    await source.sync(
      "10",
      a,
      thing("b", "2", { node: "n1" }),
      thing("c", "3"),
    );
    expect(names(things.store.byIndex("byNode", "n1"))).toEqual(["a", "b"]);
    expect(things.store.indexValues("byNode")).toEqual(["n1"]);
    // Somebody changes what all share: the index is not led astray.
    a.spec = { node: "n9" };
    const moved = thing("a", "11", { node: "n2" });
    await source.send({ type: "MODIFIED", object: moved });
    await source.send({ type: "DELETED", object: thing("b", "12") });
    expect(things.store.byIndex("byNode", "n1")).toEqual([]);
    expect(things.store.byIndex("byNode", "n2")).toEqual([moved]);
    expect(things.store.indexValues("byNode")).toEqual(["n2"]);
    // @ts-expect-error There is no index of this name.
    expect(() => things.store.byIndex("byApp", "web")).toThrow(
      'there is no index "byApp": there is "byNode"',
    );
  });

  it("takes more indexes while it runs", async () => {
    const { source, things } = start();
    await source.sync("10", thing("a", "1", { node: "n1" }));
    const byNode = (one: Thing): string[] => [one.spec?.node ?? ""];
    const more = things.addIndexers({ byNode });
    expect(names(more.store.byIndex("byNode", "n1"))).toEqual(["a"]);
    things.addIndexers({ byNode });
    expect(() => things.addIndexers({ byNode: () => [] })).toThrow(
      'there is an index "byNode" with another function already',
    );
  });
});

describe("nothing is lost, and nothing doubled", () => {
  it("what a list has no more is deleted once, with its last known state", async () => {
    const { source, things } = start();
    const said = heard(things);
    await source.sync("10", thing("a", "1"), thing("b", "2"));
    await source.sync("20", thing("b", "2"), thing("c", "15"));
    await source.sync("30", thing("b", "2"), thing("c", "15"));
    expect(said.slice(2)).toEqual(["added c@15", "deleted a@1 a@1"]);
    expect(names(things.store)).toEqual(["b", "c"]);
  });

  it("an object that was made again in between is deleted and added", async () => {
    const { source, things } = start();
    const said = heard(things);
    await source.sync("10", thing("a", "1"));
    await source.sync("20", thing("a", "15", { uid: "other" }));
    await source.send({
      type: "MODIFIED",
      object: thing("a", "21", { uid: "third" }),
    });
    expect(said.slice(1)).toEqual([
      "deleted a@1 a@1",
      "added a@15",
      "deleted a@15 a@15",
      "added a@21",
    ]);
  });

  it("no version goes backwards, and none comes twice", async () => {
    const { source, things } = start();
    const said = heard(things);
    await source.sync("10", thing("a", "9"));
    for (const version of ["9", "10", "8", "10", "9999999999999999999"])
      await source.send({ type: "MODIFIED", object: thing("a", version) });
    const late = "10000000000000000000";
    await source.send({ type: "ADDED", object: thing("a", late) });
    await source.send({
      type: "DELETED",
      object: thing("a", "7", { uid: "the one before" }),
    });
    expect(said.slice(1)).toEqual([
      "updated a@9 a@10",
      "updated a@10 a@9999999999999999999",
      `updated a@9999999999999999999 a@${late}`,
    ]);
    expect(things.store.has("a", "default")).toBe(true);
  });

  it("versions that are no numbers are taken as they come", async () => {
    const { source, things } = start();
    const said = heard(things);
    await source.sync("x", thing("a", "b"));
    await source.send({ type: "MODIFIED", object: thing("a", "a") });
    await source.send({ type: "MODIFIED", object: thing("a", "a") });
    expect(said.slice(1)).toEqual(["updated a@b a@a"]);
  });

  it("a change of what is not known adds it, an end of it is none", async () => {
    const { source, things } = start();
    const said = heard(things);
    await source.sync("10");
    await source.send({ type: "MODIFIED", object: thing("a", "11") });
    await source.send({ type: "DELETED", object: thing("b", "12") });
    expect(said).toEqual(["added a@11"]);
  });

  it("memory burst on relist: what is known in its version is kept, and not held twice", async () => {
    const { source, things } = start();
    const known = thing("a", "1");
    await source.sync("10", known, thing("b", "2"));
    const { transform } = source.started[0]!;
    // What the watch has read is let go of as it is read, before there is a list of it.
    expect(transform?.(thing("a", "1"))).toBe(known);
    const changed = thing("b", "15");
    expect(transform?.(changed)).toBe(changed);
    await source.sync("20", thing("a", "1"), changed);
    expect(things.store.get("a", "default")).toBe(known);
  });
});

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

  it("an indexer or a transform that throws is told, and its object stays", async () => {
    const errors: string[] = [];
    const { source, things } = start({
      indexers: {
        broken: () => {
          throw new Error("index");
        },
      },
      transform: () => {
        throw new Error("transform");
      },
      onError: (error, from) => errors.push(`${from}: ${String(error)}`),
    });
    await source.sync("10", thing("a", "1"));
    expect(errors).toEqual([
      "transform: Error: transform",
      "indexer: Error: index",
    ]);
    expect(things.store.size).toBe(1);
    expect(things.store.byIndex("broken", "x")).toEqual([]);
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
