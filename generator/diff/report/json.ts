import { countVerdicts } from "../order.js";
import type { Report } from "./report.js";

/** A report as JSON: docs/upgrades.md says what is in it. */
export function renderJson({
  old,
  new: next,
  changes,
  program,
}: Report): string {
  const sides = [old, next].map(({ source, version }) => ({
    source,
    ...(version === undefined ? {} : { version }),
  }));
  return JSON.stringify(
    {
      old: sides[0],
      new: sides[1],
      summary: countVerdicts(changes),
      ...(program === undefined ? {} : { program }),
      changes,
    },
    null,
    2,
  );
}
