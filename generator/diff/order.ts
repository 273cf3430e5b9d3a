import { canonical } from "../json.js";
import type { Change } from "./change.js";
import type { Verdict } from "./rules/judgement.js";

/** Changes by their place: what is served first, then fields; at one place by class and value. */
export function sorted(changes: readonly Change[]): readonly Change[] {
  return changes
    .map((change) => [sortKey(change), change] as const)
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([, change]) => change);
}

function sortKey({ place, rule, name, before, after }: Change): string {
  const at =
    place.kind === "served"
      ? [
          "0",
          place.group,
          place.version ?? "",
          place.resource ?? "",
          place.subresource ?? "",
        ]
      : ["1", place.schema, place.path];
  const values = [name, before, after].map((value) =>
    value === undefined ? "" : canonical(value),
  );
  return [...at, rule, ...values].join("\u0000");
}

/** How many changes have each verdict. */
export function countVerdicts(
  changes: readonly Change[],
): Readonly<Record<Verdict, number>> {
  const counts = { breaking: 0, risky: 0, safe: 0 };
  for (const { verdict } of changes) counts[verdict] += 1;
  return counts;
}
