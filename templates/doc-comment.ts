import { printable } from "./literal.js";

/** How wide a line of a comment may be, indentation included. */
const width = 100;

/**
 * A TSDoc comment of this text, with the line break after it; nothing for no text.
 *
 * Nothing in it ends the comment: even a path or a kind may hold what would.
 */
export function docComment(text: string, indent: string): string {
  if (text === "") return "";
  const lines = (unsafe.test(text) ? escapeComment(text) : text).split("\n");
  const [only = ""] = lines;
  if (lines.length === 1 && indent.length + only.length + 7 <= width) {
    return `${indent}/** ${only} */\n`;
  }

  const body: string[] = [];
  let fenced = false;
  for (const line of lines) {
    if (line.startsWith("```")) fenced = !fenced;
    if (fenced || indent.length + line.length + 3 <= width) body.push(line);
    else wrap(line, width - indent.length - 3, body);
  }
  const printed = body.map((line) =>
    line === "" ? `${indent} *` : `${indent} * ${line}`,
  );
  return `${indent}/**\n${printed.join("\n")}\n${indent} */\n`;
}

/** Makes a stranger's text safe for a comment. Every description goes through here; text of our own need not. */
export function safeText(text: string): string {
  let safe = text;
  if (unsafe.test(text)) safe = escapeComment(text).replaceAll("{@", "{\\@");
  // Few texts hold any of these, and to look for them is quicker than to replace nothing.
  if (/[^\S\n]\n/.test(safe))
    safe = safe
      .split("\n")
      .map((line) => line.trimEnd())
      .join("\n");
  if (safe.includes("\n\n\n")) safe = safe.replace(/\n{3,}/g, "\n\n");
  if (safe.includes("@")) safe = safe.replace(/^([^\S\n]*)@/gm, "$1\\@");
  return safe.trim();
}

/** A stranger's name within a sentence or in backticks: on one line, where nothing in it is a tag. */
export function inlineText(name: string): string {
  return plainName.test(name) ? name : safeText(name).replace(/\s+/g, " ");
}

const plainName = /^[\w./{}-]*$/;

const unsafe = /[^\n -~]|\*\/|\{@/;

/** Without what ends a comment, ends a line, or is not seen. */
function escapeComment(text: string): string {
  return printable(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n"))
    .replaceAll("*/", "*\\/")
    .replace(/\t/g, "  ");
}

/** Breaks a line at spaces. What follows a list's bullet stays below its text. */
function wrap(line: string, columns: number, into: string[]): void {
  let lead = /^\s*(?:[-*+]\s+|\d+[.)]\s+)?/.exec(line)?.[0] ?? "";
  let rest = line.slice(lead.length);
  const hang = " ".repeat(Math.min(lead.length, 8));
  while (lead.length + rest.length > columns) {
    const room = columns - lead.length;
    const fits = room < 0 ? -1 : rest.lastIndexOf(" ", room);
    const at = fits >= 0 ? fits : rest.indexOf(" ");
    if (at < 0) break;
    into.push((lead + rest.slice(0, at)).trimEnd());
    rest = rest.slice(at + 1);
    // A word at the start of a line must not become a tag, nor a bullet.
    lead = hang + (/^(?:@|(?:[-*+]|\d+[.)]|#+)(?: |$))/.test(rest) ? "\\" : "");
  }
  into.push((lead + rest).trimEnd());
}
