import type { Change } from "../change.js";
import type { Verdict } from "../rules/judgement.js";

/** The changes of one verdict. */
export interface Section {
  readonly verdict: Verdict;
  readonly title: string;
  readonly changes: readonly Change[];
}

const titles: readonly (readonly [Verdict, string])[] = [
  ["breaking", "Breaking"],
  ["risky", "Risky"],
  ["safe", "Safe"],
];

/** Changes by their verdict, the gravest first, without verdicts that no change has. */
export function sectionsOf(changes: readonly Change[]): readonly Section[] {
  return titles
    .map(([verdict, title]) => ({
      verdict,
      title,
      changes: changes.filter((change) => change.verdict === verdict),
    }))
    .filter((section) => section.changes.length > 0);
}

/** How many changes there are: `2 breaking, 1 risky, 0 safe`. */
export function spellCounts(changes: readonly Change[]): string {
  return titles
    .map(([verdict]) => {
      const count = changes.filter((one) => one.verdict === verdict).length;
      return `${String(count)} ${verdict}`;
    })
    .join(", ");
}
