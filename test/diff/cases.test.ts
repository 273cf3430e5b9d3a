import { writeFileSync } from "node:fs";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import type { Change } from "../../generator/diff/change.js";
import { compareModels } from "../../generator/diff/compare.js";
import { ruleNames, rules } from "../../generator/diff/rules/rules.js";
import type { Model } from "../../generator/model/model.js";
import {
  cases,
  expectedOf,
  groupOf,
  inShort,
  modelOf,
  type DiffCase,
} from "./cases.js";

const updates = process.env["UPDATE_GOLDEN"] === "1";

/** Each definition has a group of its own: to read them all at once takes a fraction of the time. */
const definitions = cases.filter(({ isDefinition }) => isDefinition);
const all: readonly [Model, Model] = [
  await modelOf(...definitions.map((one) => one.old)),
  await modelOf(...definitions.map((one) => one.new)),
];
const there = compareModels(all[0], all[1]);
const back = compareModels(all[1], all[0]);

describe.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) => {
  test("is told as expected, and the other way round from the other side", async () => {
    const [changes, mirror] = await changesOf(one);
    const found = changes.map(inShort);
    if (updates) {
      const text = JSON.stringify(found);
      writeFileSync(one.expectedFile, await format(text, { parser: "json" }));
    }
    expect(found).toEqual(expectedOf(one));
    expect(found).not.toEqual([]);
    expect(mirror.map(spelt).sort()).toEqual(
      changes.map(mirrored).map(spelt).sort(),
    );
  });
});

async function changesOf(
  one: DiffCase,
): Promise<readonly [readonly Change[], readonly Change[]]> {
  if (one.isDefinition)
    return [there.filter(isOf(one.name)), back.filter(isOf(one.name))];
  const [old, next] = [await modelOf(one.old), await modelOf(one.new)];
  return [compareModels(old, next), compareModels(next, old)];
}

function isOf(name: string): (change: Change) => boolean {
  const schemas = `${groupOf(name).split(".").reverse().join(".")}.`;
  return ({ place }) =>
    place.kind === "field"
      ? place.schema.startsWith(schemas)
      : place.group === groupOf(name);
}

test("all that was found is of a case", () => {
  const total = definitions.map(({ name }) => there.filter(isOf(name)).length);
  expect(total.reduce((a, b) => a + b)).toBe(there.length);
});

test("what is the same does not differ", () => {
  for (const model of all) expect(compareModels(model, model)).toEqual([]);
});

test("every class of change has a case, or the mirror of one", () => {
  const shown = new Set(cases.flatMap(expectedOf).map(({ rule }) => rule));
  const unseen = ruleNames.filter(
    (name) => !shown.has(name) && !shown.has(rules[name].mirror),
  );
  expect(unseen).toEqual([]);
});

test("every class is the mirror of its mirror", () => {
  const others = ruleNames.filter(
    (name) => rules[rules[name].mirror].mirror !== name,
  );
  expect(others).toEqual([]);
});

type Identity = Pick<Change, "after" | "before" | "name" | "place" | "rule">;

function mirrored({ rule, place, name, before, after }: Change): Identity {
  return {
    rule: rules[rule].mirror,
    place,
    ...(name === undefined ? {} : { name }),
    before: after,
    after: before,
  };
}

/** What a change is. What was renamed is called by its name on the old side, which differs by where it is seen from. */
function spelt({ rule, place, name, before, after }: Identity): string {
  const at =
    place.kind === "field"
      ? [place.schema.replace(/[^.]+$/, ""), place.path]
      : [place.group, place.version, place.subresource];
  return JSON.stringify([rule, at, name, before, after]);
}
