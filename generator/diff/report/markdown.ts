import type { Change } from "../change.js";
import type { Report, ReportedSide } from "./report.js";
import { sectionsOf, spellCounts } from "./sections.js";
import {
  spellProgram,
  spellSide,
  spellUses,
  tell,
  tellSites,
  unseenTitle,
  type Piece,
} from "./words.js";

/** A report as Markdown, for a pull request. What a document says stands in code spans, where nothing of it means anything. */
export function renderMarkdown({
  old,
  new: next,
  changes,
  program,
}: Report): string {
  const title = `# API changes: ${code(spellSide(old))} → ${code(spellSide(next))}`;
  const rest = program === undefined ? [] : unseenOf(program);
  if (changes.length === 0) return [title, "No changes.", ...rest].join("\n\n");
  const sections = sectionsOf(changes).map(({ title: name, changes: own }) =>
    [
      `## ${name} (${String(own.length)})`,
      own.map((change) => item(change, next)).join("\n"),
    ].join("\n\n"),
  );
  return [title, spellCounts(changes), ...sections, ...rest].join("\n\n");
}

function unseenOf(program: NonNullable<Report["program"]>): readonly string[] {
  const { unseen } = program;
  const list = [
    `## ${unseenTitle} (${String(unseen.length)})`,
    unseen
      .map(
        ({ site: { file, line }, what }) =>
          `- ${code(`${file}:${String(line)}`)} ${code(what)}`,
      )
      .join("\n"),
  ];
  return [...(unseen.length === 0 ? [] : list), spellProgram(program)];
}

function item(change: Change, next: ReportedSide): string {
  const { subject, says, reasons, uses } = tell(change);
  const told = reasons.map(
    ({ direction, verdict, reason }) =>
      `  - ${direction} is ${verdict}: ${reason}`,
  );
  const holders = uses.length === 0 ? [] : [`  - in ${code(spellUses(uses))}`];
  const sites = tellSites(change, next).map(
    (site) => `  - ${code(site.place)}${site.says.map(piece).join("")}`,
  );
  return [
    `- ${code(subject)} ${says.map(piece).join("")}`,
    ...sites,
    ...told,
    ...holders,
  ].join("\n");
}

function piece({ text, isCode }: Piece): string {
  return isCode ? code(text) : text;
}

/** A code span: its fence is longer than any row of backticks in it, and blanks keep those at its ends apart. */
function code(text: string): string {
  const longest = Math.max(
    0,
    ...[...text.matchAll(/`+/g)].map(([row]) => row.length),
  );
  const fence = "`".repeat(longest + 1);
  // Of blanks alone, no span is made.
  if (text.trim() === "") return "(blank)";
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}
