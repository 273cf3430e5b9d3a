import type { Change } from "../change.js";
import type { Report, ReportedSide } from "./report.js";
import { sectionsOf, spellCounts, type Section } from "./sections.js";
import {
  spellProgram,
  spellSide,
  tell,
  tellSites,
  unseenTitle,
  type Piece,
} from "./words.js";

/**
 * A report as one page of HTML that loads nothing and runs nothing: it forbids both to itself, beside escaping what documents say.
 */
export function renderHtml({
  old,
  new: next,
  changes,
  program,
}: Report): string {
  const title = `${escaped(spellSide(old))} → ${escaped(spellSide(next))}`;
  const body =
    changes.length === 0
      ? "<p>No changes.</p>"
      : [
          `<p>${spellCounts(changes)}</p>`,
          ...sectionsOf(changes).map((one) => section(one, next)),
        ].join("\n");
  const rest = program === undefined ? "" : `\n${unseenOf(program)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API changes: ${title}</title>
<style>
${style}
</style>
</head>
<body>
<h1>API changes</h1>
<p>${title}</p>
${body}${rest}
</body>
</html>`;
}

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
summary { font-size: 1.3rem; font-weight: 600; cursor: pointer; margin: 1rem 0; }
li { margin: 0.5rem 0; }
.breaking { color: light-dark(#b3261e, #ff8a80); }
.risky { color: light-dark(#8a5a00, #ffcc66); }
.safe { color: light-dark(#1b6e3c, #7ddc9c); }`;

/** What is safe is folded: it is the longest part, and the least read. */
function section(
  { verdict, title, changes }: Section,
  next: ReportedSide,
): string {
  return `<details${verdict === "safe" ? "" : " open"}>
<summary class="${verdict}">${title} (${String(changes.length)})</summary>
<ul>
${changes.map((change) => item(change, next)).join("\n")}
</ul>
</details>`;
}

function item(change: Change, next: ReportedSide): string {
  const { subject, says, reasons, uses } = tell(change);
  const told = reasons.map(
    ({ direction, verdict, reason }) =>
      `<li><span class="${verdict}">${direction} is ${verdict}</span>: ${escaped(reason)}</li>`,
  );
  const holders = uses.map((use) => `<li>${code(use)}</li>`);
  const held =
    holders.length === 0
      ? ""
      : `<li><details><summary style="font:inherit;margin:0">in ${String(holders.length)} places</summary><ul>${holders.join("")}</ul></details></li>`;
  const sites = tellSites(change, next).map(
    ({ place, says: done }) =>
      `<li>${code(place)}${done.map(piece).join("")}</li>`,
  );
  const inner = sites.join("") + told.join("") + held;
  const list = inner === "" ? "" : `<ul>${inner}</ul>`;
  return `<li>${code(subject)} ${says.map(piece).join("")}${list}</li>`;
}

function unseenOf(program: NonNullable<Report["program"]>): string {
  const { unseen } = program;
  const items = unseen.map(
    ({ site: { file, line }, what }) =>
      `<li>${code(`${file}:${String(line)}`)} ${escaped(what)}</li>`,
  );
  const list =
    items.length === 0
      ? ""
      : `<details open>
<summary>${unseenTitle} (${String(items.length)})</summary>
<ul>
${items.join("\n")}
</ul>
</details>
`;
  return `${list}<p>${spellProgram(program)}</p>`;
}

function piece({ text, isCode }: Piece): string {
  return isCode ? code(text) : escaped(text);
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

function escaped(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) => `&#${String(character.charCodeAt(0))};`,
  );
}
