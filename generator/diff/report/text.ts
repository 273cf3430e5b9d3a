import type { Change } from "../change.js";
import type { Verdict } from "../rules/judgement.js";
import type { Report } from "./report.js";
import { sectionsOf, spellCounts } from "./sections.js";
import { plain, spellSide, spellUses, tell } from "./words.js";

/** Colours of a terminal, or none. */
export interface Paint {
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

/** A report for a terminal. What a document says in it is written out; the colours are the only control characters. */
export function renderText(report: Report, paint: Paint): string {
  const { old, new: next, changes } = report;
  const title = `${spellSide(old)} → ${spellSide(next)}`;
  if (changes.length === 0) return `${title}: no changes`;
  const sections = sectionsOf(changes).map(
    ({ verdict, title: name, changes: own }) =>
      [
        paint.bold(colorOf(verdict, paint)(`${name} (${String(own.length)})`)),
        ...own.map((change) => item(change, paint)),
      ].join("\n"),
  );
  return [paint.bold(title), ...sections, spellCounts(changes)].join("\n\n");
}

function colorOf(verdict: Verdict, paint: Paint): (text: string) => string {
  return { breaking: paint.red, risky: paint.yellow, safe: paint.green }[
    verdict
  ];
}

function item(change: Change, paint: Paint): string {
  const { subject, says, reasons, uses } = tell(change);
  const told = reasons.map(
    ({ direction, verdict, reason }) =>
      `    ${colorOf(verdict, paint)(`${direction} is ${verdict}`)}: ${reason}`,
  );
  const holders =
    uses.length === 0 ? [] : [paint.dim(`    in ${spellUses(uses)}`)];
  return [`  ${paint.bold(subject)} ${plain(says)}`, ...told, ...holders].join(
    "\n",
  );
}
