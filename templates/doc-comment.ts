import { printable } from "./literal.js";

/** How wide a line of a comment may be, indentation included. */
const width = 100;

/**
 * A TSDoc comment of this text, with the line break after it; nothing for no text.
 *
 * The text is a stranger's: nothing in it ends the comment, and nothing in it becomes a tag that was not meant as one.
 */
export function docComment(text: string, indent: string): string {
  if (text === "") return "";
  const lines = text.split("\n");
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
  if (unsafe.test(text)) {
    safe = printable(text.replace(/\r\n?/g, "\n"))
      .replaceAll("*/", "*\\/")
      .replaceAll("{@", "{\\@")
      .replace(/\t/g, "  ");
  }
  return safe
    .replace(/[ ]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^(\s*)@/gm, "$1\\@")
    .trim();
}

const unsafe = /[^\n -~]|\*\/|\{@/;

/** Breaks a line at spaces. What follows a list's bullet stays below its text. */
function wrap(line: string, columns: number, into: string[]): void {
  const lead = /^\s*(?:[-*+]\s+|\d+[.)]\s+)?/.exec(line)?.[0] ?? "";
  const hang = " ".repeat(Math.min(lead.length, 8));
  let current = lead;
  let empty = true;
  for (const word of line.slice(lead.length).split(" ")) {
    if (!empty && current.length + 1 + word.length > columns) {
      into.push(current.trimEnd());
      // A word at the start of a line must not become a tag, nor a bullet.
      current = hang + (/^(?:@|[-*+]$|\d+[.)]$|#+$)/.test(word) ? "\\" : "");
      empty = true;
    }
    current += empty ? word : ` ${word}`;
    empty = false;
  }
  into.push(current.trimEnd());
}
