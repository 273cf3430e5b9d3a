import { beforeAll, describe, expect, test } from "vitest";
import type { Change } from "../../generator/diff/change.js";
import { compareModels } from "../../generator/diff/compare.js";
import { rules } from "../../generator/diff/rules/rules.js";
import { realCapture } from "../unit/source-fixtures.js";
import { modelOf } from "./cases.js";
import { missingFrom, publishedFacts } from "./published-facts.js";

/** The classes that published facts show, by whether they are what went, and how such a fact begins. */
const seen = new Map<string, readonly [what: "come" | "gone", fact: string]>(
  ["group", "version", "resource", "subresource", "verb", "field"].flatMap(
    (fact) => [
      [`${fact}-removed`, ["gone", fact]] as const,
      [`${fact}-added`, ["come", fact]] as const,
    ],
  ),
);
seen.set("required-field-removed", ["gone", "field"]);
seen.set("required-field-added", ["come", "field"]);

const pairs = [
  ["v1.34", "v1.37"],
  ["v1.37", "v1.34"],
  ["v1.37", "v1.37-operators"],
  ["v1.37-operators", "v1.37"],
].flatMap(([oldName = "", newName = ""]) => {
  const [old, next] = [realCapture(oldName), realCapture(newName)];
  return old === undefined || next === undefined
    ? []
    : [{ oldName, newName, old, next }];
});

describe.each(pairs)("$oldName to $newName", ({ old, next }) => {
  let changes: readonly Change[];
  beforeAll(async () => {
    changes = compareModels(await modelOf(old), await modelOf(next));
  });

  test("tells all that discovery and Swagger 2.0 show, and nothing else", () => {
    const [before, after] = [publishedFacts(old), publishedFacts(next)];
    expect(factsIn(changes, "gone")).toEqual(missingFrom(after, before));
    expect(factsIn(changes, "come")).toEqual(missingFrom(before, after));
    expect(changes.length).toBeGreaterThan(50);
  });

  test("tells no change of a kind or a scope where they show none", () => {
    const others = changes.filter(({ rule }) =>
      ["kind-changed", "scope-changed", "resource-renamed"].includes(rule),
    );
    expect(others).toEqual([]);
  });

  test("is the other way round from the other side", async () => {
    const back = compareModels(await modelOf(next), await modelOf(old));
    expect(back.map(mirrored).sort()).toEqual(changes.map(spelt).sort());
  });
});

const capture = realCapture("v1.37");

test.runIf(capture !== undefined)(
  "what is built in is what its server publishes, which has descriptions",
  async () => {
    const served = await modelOf(capture ?? "");
    expect(compareModels(await modelOf("builtin"), served)).toEqual([]);
  },
);

function factsIn(
  changes: readonly Change[],
  wanted: "come" | "gone",
): readonly string[] {
  return changes
    .flatMap(({ rule, place, name }) => {
      const [what, fact] = seen.get(rule) ?? [];
      if (what !== wanted || fact === undefined) return [];
      if (place.kind === "field")
        return [`field ${place.schema} ${place.path}`];
      const { group, version, resource, subresource } = place;
      const of = [resource, subresource].filter((part) => part !== undefined);
      return [
        [
          fact,
          version === undefined ? group : `${group}/${version}`,
          ...(of.length === 0 ? [] : [of.join("/")]),
          ...(name === undefined ? [] : [name]),
        ].join(" "),
      ];
    })
    .sort();
}

function spelt({ rule, place, name, before, after }: Change): string {
  return JSON.stringify([rule, place, name, before, after]);
}

function mirrored(change: Change): string {
  const { rule, before, after } = change;
  const mirror = { rule: rules[rule].mirror, before: after, after: before };
  return spelt({ ...change, ...mirror });
}
