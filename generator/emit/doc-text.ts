import { safeText } from "../../templates/doc-comment.js";

/** Joins paragraphs, empty ones left out. */
export function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** A value as code in a comment, on one line and not longer than a reader wants to see. */
export function code(value: unknown): string {
  const written = typeof value === "string" ? value : JSON.stringify(value);
  const short = shorten(written, 200);
  const fence = short.includes("`") ? "``" : "`";
  const pad = fence === "``" ? " " : "";
  return safeText(`${fence}${pad}${short.replace(/\n/g, " ")}${pad}${fence}`);
}

/** The beginning of a text that is longer than this. */
export function shorten(text: string, length: number): string {
  return text.length > length
    ? `${text.slice(0, length).replace(/[\ud800-\udbff]$/, "")}…`
    : text;
}
