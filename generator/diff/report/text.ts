import { visible } from "../../../templates/literal.js";
import type { Change } from "../change.js";
import type { Verdict } from "../rules/judgement.js";
import type { Report, ReportedSide } from "./report.js";
import { sectionsOf, spellCounts } from "./sections.js";
import {
  plain,
  spellProgram,
  spellSide,
  spellUses,
  tell,
  tellSites,
  unseenTitle,
} from "./words.js";

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
  const { old, new: next, changes, program } = report;
  const title = `${spellSide(old)} → ${spellSide(next)}`;
  const rest = program === undefined ? [] : unseenOf(program, paint);
  if (changes.length === 0)
    return [
      `${title}: no changes${program === undefined ? "" : " that the program meets"}`,
      ...rest,
    ].join("\n\n");
  const sections = sectionsOf(changes).map(
    ({ verdict, title: name, changes: own }) =>
      [
        paint.bold(colorOf(verdict, paint)(`${name} (${String(own.length)})`)),
        ...own.map((change) => item(change, next, paint)),
      ].join("\n"),
  );
  return [paint.bold(title), ...sections, ...rest, spellCounts(changes)].join(
    "\n\n",
  );
}

/** What the types of a program do not say, line by line. */
function unseenOf(
  program: NonNullable<Report["program"]>,
  paint: Paint,
): readonly string[] {
  const lines = program.unseen.map(
    ({ site: { file, line }, what }) =>
      `  ${visible(`${file}:${String(line)} ${what}`)}`,
  );
  const list =
    lines.length === 0
      ? []
      : [
          [
            paint.bold(`${unseenTitle} (${String(lines.length)})`),
            ...lines,
          ].join("\n"),
        ];
  return [...list, paint.dim(spellProgram(program))];
}

function colorOf(verdict: Verdict, paint: Paint): (text: string) => string {
  return { breaking: paint.red, risky: paint.yellow, safe: paint.green }[
    verdict
  ];
}

function item(change: Change, next: ReportedSide, paint: Paint): string {
  const { subject, says, reasons, uses } = tell(change);
  const told = reasons.map(
    ({ direction, verdict, reason }) =>
      `    ${colorOf(verdict, paint)(`${direction} is ${verdict}`)}: ${reason}`,
  );
  const holders =
    uses.length === 0 ? [] : [paint.dim(`    in ${spellUses(uses)}`)];
  const sites = tellSites(change, next).map(
    (site) => `    ${paint.bold(site.place)}${plain(site.says)}`,
  );
  return [
    `  ${paint.bold(subject)} ${plain(says)}`,
    ...sites,
    ...told,
    ...holders,
  ].join("\n");
}
