import type { Change } from "../change.js";
import type { Report } from "./report.js";
import { sectionsOf, spellCounts } from "./sections.js";
import { spellSide, spellUses, tell, type Piece } from "./words.js";

/** A report as Markdown, for a pull request. What a document says stands in code spans, where nothing of it means anything. */
export function renderMarkdown({ old, new: next, changes }: Report): string {
  const title = `# API changes: ${code(spellSide(old))} → ${code(spellSide(next))}`;
  if (changes.length === 0) return `${title}\n\nNo changes.`;
  const sections = sectionsOf(changes).map(({ title: name, changes: own }) =>
    [`## ${name} (${String(own.length)})`, own.map(item).join("\n")].join(
      "\n\n",
    ),
  );
  return [title, spellCounts(changes), ...sections].join("\n\n");
}

function item(change: Change): string {
  const { subject, says, reasons, uses } = tell(change);
  const told = reasons.map(
    ({ direction, verdict, reason }) =>
      `  - ${direction} is ${verdict}: ${reason}`,
  );
  const holders = uses.length === 0 ? [] : [`  - in ${code(spellUses(uses))}`];
  return [
    `- ${code(subject)} ${says.map(piece).join("")}`,
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
