import { setsDefaults } from "../model/defaults.js";
import type { Model } from "../model/model.js";
import { changeOf, type Change } from "./change.js";
import { joined } from "./field-path.js";
import { sorted } from "./order.js";
import { compareResource } from "./resource.js";
import { SchemaPairs } from "./schema-pairs.js";
import { compareServed, pairResources } from "./served.js";
import { Side } from "./side.js";
import { meetings } from "./uses.js";

/**
 * What differs between what two servers publish, and what each difference does to a program that was written for the old one and
 * meets the new one.
 *
 * Descriptions, hashes and messages of rules are no difference, nor is the order of anything. A schema that many bodies hold is compared
 * once. Of a resource that one side alone has, the fields are not told.
 *
 * @returns sorted by place; empty where there is no difference
 */
export function compareModels(old: Model, next: Model): readonly Change[] {
  const sides = [new Side(old), new Side(next)] as const;
  const resources = pairResources(...sides);
  const pairs = new SchemaPairs(...sides);
  const met = meetings(resources.pairs, pairs);
  // What no resource takes or gives is what the server answers of itself: programs read it.
  for (const [before, after] of pairs.unmatched) pairs.of(before, after);
  const fields = pairs.all.flatMap((pair) => {
    const { uses, directions } = met.get(pair) ?? {
      uses: [],
      directions: new Set(["reading"] as const),
    };
    return pair.findings.map(({ path, finding }) =>
      changeOf(
        finding,
        {
          kind: "field",
          schema: pair.old.name,
          path,
          usedBy: uses.map((use) => ({ ...use, path: joined(use.path, path) })),
        },
        [...directions],
        !setsDefaults(pair.new),
      ),
    );
  });
  return sorted([
    ...compareServed(...sides, resources),
    ...resources.pairs.flatMap((pair) => compareResource(pair)),
    ...fields,
  ]);
}
