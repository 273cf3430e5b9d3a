import { describe, expect, it } from "vitest";
import { heard, start, thing, type Thing } from "./scripted-watch.js";

describe("the functions that an informer is given", () => {
  it.each([undefined, "default", 7])(
    "an indexer that gives %j is told, and nothing is lost by it",
    async (value) => {
      const errors: string[] = [];
      const { source, things } = start({
        indexers: { broken: () => value as never },
        onError: (error, from) => errors.push(`${from}: ${String(error)}`),
      });
      const said = heard(things);
      await source.sync("10", thing("a", "1"), thing("b", "2"));
      expect(said).toEqual(["added a@1", "added b@2"]);
      expect(source.started).toHaveLength(1);
      expect(errors[0]).toBe(
        `indexer: TypeError: an indexer must give an array of strings: ${value}`,
      );
      expect(things.store.indexValues("broken")).toEqual([]);
    },
  );

  it.each<[string, (one: Thing) => Thing]>([
    ["nothing", () => undefined as never],
    [
      "no version",
      ({ metadata: { name, uid } }) => ({ metadata: { name, uid } }) as never,
    ],
    [
      "another name",
      (one) => ({ ...one, metadata: { ...one.metadata, name: "x" } }),
    ],
    ["no metadata", () => ({}) as never],
  ])(
    "a transform that gives %s is told, and its object stays",
    async (_, transform) => {
      const errors: string[] = [];
      const { source, things } = start({
        transform,
        onError: (error, from) => errors.push(`${from}: ${String(error)}`),
      });
      const said = heard(things);
      await source.sync("10", thing("a", "1"));
      expect(said).toEqual(["added a@1"]);
      expect(errors).toEqual([
        'transform: TypeError: "transform" must give an object of the same metadata.name, namespace, uid and resourceVersion as it was given: ["default/a","uid-a","1"]',
      ]);
    },
  );

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
