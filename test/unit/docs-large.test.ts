import { Session } from "node:inspector/promises";
import { expect, test } from "vitest";
import type { Schema } from "../../generator/document/openapi.js";
import { refTo, siteOf, tooLarge } from "./docs-schemas.js";

/** An object of so many properties. */
function fields(count: number, field: Schema): Schema {
  return {
    type: "object",
    properties: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`f${String(i)}`, field]),
    ),
  };
}

/** How many of them make several pages; of the plain ones, as many as nobody has. */
const several: Readonly<Record<string, number>> = {
  plain: 10_000,
  deprecated: 2_000,
  nested: 2_000,
  large: 250,
};

const shapes: readonly (readonly [name: string, field: Schema])[] = [
  ["plain", { type: "string", description: "<&\"'>".repeat(12) }],
  ["deprecated", { type: "string", description: "Deprecated: it is gone." }],
  ["nested", fields(1, { type: "string", description: "Something." })],
  ["large", fields(40, { type: "string", description: "x".repeat(400) })],
];

test.each(shapes)(
  "of very many %s fields all are there, on pages of a bounded size",
  (name, field) => {
    const count = several[name] ?? 0;
    const site = siteOf({ Widget: fields(count, field) });
    expect(tooLarge(site)).toEqual([]);
    const anchors = new Set(
      [...site.values()].flatMap(
        (text) => text.match(/<li id="\.f\d+"/g) ?? [],
      ),
    );
    expect(anchors.size).toBe(count);
    expect(site.get("example.com/v1/types/Widget.html")).toContain(
      "More fields, on pages of their own",
    );
  },
);

test.each(shapes)(
  "five times as many %s fields are five times the work",
  async (name, field) => {
    const few = name === "large" ? 40 : 400;
    const work = async (count: number): Promise<number> =>
      stepsOf(() => siteOf({ Widget: fields(count, field) }));
    // What is done once for each site is not worth counting apart.
    expect((await work(5 * few)) / (await work(few))).toBeLessThan(5.5);
  },
);

/**
 * How often functions of the site's generator are called, and how often anything is put into a map: the same on each machine, however
 * slow.
 */
async function stepsOf(work: () => void): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true });
    const puts = putsOf(work);
    const { result } = await session.post("Profiler.takePreciseCoverage");
    return result
      .filter(({ url }) => /\/generator\/docs\//.test(url))
      .flatMap(({ functions }) => functions)
      .reduce((sum, { ranges: [whole] }) => sum + (whole?.count ?? 0), puts);
  } finally {
    await session.post("Profiler.stopPreciseCoverage");
    session.disconnect();
  }
}

/** A loop that only fills a map calls no function that a profile knows. */
function putsOf(work: () => void): number {
  const put = Object.getOwnPropertyDescriptor(Map.prototype, "set");
  if (put === undefined) throw new Error("maps have no set");
  let puts = 0;
  const original = put.value as typeof Map.prototype.set;
  try {
    Object.defineProperty(Map.prototype, "set", {
      ...put,
      value(this: Map<unknown, unknown>, key: unknown, value: unknown) {
        puts += 1;
        return original.call(this, key, value);
      },
    });
    work();
  } finally {
    Object.defineProperty(Map.prototype, "set", put);
  }
  return puts;
}

test("a group and version of 1,000 kinds has bounded pages, which name all of them", () => {
  const kinds = Array.from({ length: 1_000 }, (_, i) => `Widget${String(i)}`);
  const about = "What it is for, told in a sentence of some length. ".repeat(4);
  const site = siteOf(
    Object.fromEntries(
      kinds.map((kind) => [
        kind,
        { ...fields(1, { type: "string" }), description: about },
      ]),
    ),
    kinds,
  );
  expect(tooLarge(site)).toEqual([]);
  const lists = [...site].filter(([path]) =>
    /^example\.com\/v1\/index(?:-\d+)?\.html$/.test(path),
  );
  expect(lists.length).toBeGreaterThan(1);
  const all = lists.map(([, text]) => text).join("");
  const linked = new Set(all.match(/types\/Widget\d+\.html/g));
  expect(linked.size).toBe(1_000);
  expect(site.get("example.com/v1/index.html")).toContain(
    'href="../../example.com/v1/index-2.html"',
  );
});

test("everything that is deprecated is listed, on as many pages as it takes", () => {
  const site = siteOf({
    Widget: fields(2_000, { type: "string", description: "Deprecated: no." }),
  });
  const listed = [...site]
    .filter(([path]) => /^deprecated(?:-\d+)?\.html$/.test(path))
    .flatMap(([, text]) => text.match(/>Widget\.f\d+</g) ?? []);
  expect(new Set(listed).size).toBe(2_000);
});

test("a field of huge texts, values and rules stays within a page", () => {
  const long = "<".repeat(20_000);
  const site = siteOf({
    Widget: {
      description: long,
      ...fields(5, {
        type: "string",
        description: `${long}\n\nPossible enum values:\n - \`"a"\` ${long}`,
        pattern: long,
        enum: [
          "a",
          ...Array.from({ length: 500 }, (_, i) => `${long}${String(i)}`),
        ],
        "x-kubernetes-validations": Array.from({ length: 100 }, () => ({
          rule: long,
          message: long,
        })),
      }),
    },
  });
  expect(tooLarge(site)).toEqual([]);
  expect(site.get("example.com/v1/types/Widget.html")).toMatch(
    /… and \d+ more\./,
  );
});

test("types within each other are links, however many there are", () => {
  const names = Array.from({ length: 30 }, (_, i) => `Node${String(i)}`);
  const node: Schema = {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, refTo(name)])),
  };
  const site = siteOf({
    Widget: node,
    ...Object.fromEntries(names.map((name) => [name, node])),
  });
  expect(tooLarge(site)).toEqual([]);
  expect(site.get("example.com/v1/types/Node0.html")).toContain(
    'types/Node29.html">Fields of',
  );
});
