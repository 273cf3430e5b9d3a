import type { Stability } from "../words.js";
import { inlineProse } from "./prose.js";

/** Words behind a name: `(required, beta)`. */
export function marksOf(...marks: readonly string[]): string {
  return marks.length === 0 ? "" : ` (${marks.join(", ")})`;
}

/** That something may still change; nothing for what is stable. */
export function stabilityMark(stability: Stability): string {
  return stability === "stable" ? "" : marksOf(stability);
}

/** Says that something is deprecated, and what its description says about that. */
export function deprecationNote(
  deprecated: string | undefined,
): string | undefined {
  return deprecated === undefined
    ? undefined
    : `**Deprecated.** ${inlineProse(deprecated)}`.trimEnd();
}
