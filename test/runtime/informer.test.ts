import { describe, expect, expectTypeOf, it } from "vitest";
import { heard, names, start, thing, type Thing } from "./scripted-watch.js";

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

  it("takes an empty namespace for none, as objects have it that are in none", async () => {
    const { source, things } = start();
    await source.sync("10", thing("a", "1", { namespace: "" }));
    expect(things.store.get("a", "")?.metadata.name).toBe("a");
    await source.send({ type: "ADDED", object: thing("b", "11") });
    expect(() => things.store.get("b", "")).toThrow(/say in which/);
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
