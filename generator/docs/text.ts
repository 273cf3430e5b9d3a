/**
 * What descriptions are written in: nearly Markdown, by people who saw it printed as plain text. It is read into these blocks and nothing
 * else; whatever is not understood stays text.
 */
export type Block =
  | { readonly kind: "paragraph"; readonly content: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "code"; readonly text: string };

/** A part of a line. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly url: string };

/** Reads a description. */
export function parseText(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let items: string[] = [];
  let code: string[] | undefined;
  const endParagraph = (): void => {
    if (lines.length > 0)
      blocks.push({
        kind: "paragraph",
        content: parseInline(lines.join("\n")),
      });
    if (items.length > 0)
      blocks.push({ kind: "list", items: items.map(parseInline) });
    lines = [];
    items = [];
  };
  const endCode = (): void => {
    if (code !== undefined)
      blocks.push({ kind: "code", text: code.join("\n") });
    code = undefined;
  };
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    if (/^\s*```/.test(line)) {
      if (code === undefined) {
        endParagraph();
        code = [];
      } else endCode();
      continue;
    }
    if (code !== undefined) {
      code.push(line);
      continue;
    }
    const item = /^\s{0,6}(?:[-*+•]|\d{1,3}[.)])\s+(.*)$/.exec(line)?.[1];
    if (item !== undefined) {
      if (lines.length > 0) endParagraph();
      items.push(item);
    } else if (line.trim() === "") endParagraph();
    else if (items.length > 0 && /^\s/.test(line))
      items[items.length - 1] = `${items.at(-1) ?? ""} ${line.trim()}`;
    else {
      if (items.length > 0) endParagraph();
      // A hash at the start would be a heading, which a description within a page has no level for.
      lines.push(line.trim().replace(/^#{1,6}\s+/, ""));
    }
  }
  endCode();
  endParagraph();
  return blocks;
}

/** Reads what stands on one line. */
export function parseInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(
    /(?<!`)(?:`([^`\n]+)`|``((?:[^`\n]|`(?!`))+)``)(?!`)|\[([^[\]\n]{1,300})\]\(([^()\s]{1,2000})\)|\bhttps?:\/\/[^\s<>"'`()[\]{}|\\^]{1,2000}/g,
  )) {
    const [whole, single, double, label, target] = match;
    const code = single ?? double;
    const link =
      code === undefined ? linkOf(label, target ?? whole) : undefined;
    if (code === undefined && link === undefined) continue;
    if (match.index > at)
      parts.push({ kind: "text", text: text.slice(at, match.index) });
    if (code !== undefined) parts.push({ kind: "code", text: code.trim() });
    else if (link !== undefined) parts.push(link.part);
    at = match.index + whole.length - (link?.rest ?? 0);
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at) });
  return parts;
}

/** A link to where a reader may be sent: another site, over HTTP. The stop of a sentence is none of an address that stands bare. */
function linkOf(
  label: string | undefined,
  target: string,
): { readonly part: Inline; readonly rest: number } | undefined {
  if (!/^https?:\/\//i.test(target)) return undefined;
  const rest =
    label === undefined ? (/[.,;:!?]+$/.exec(target)?.[0].length ?? 0) : 0;
  const address = target.slice(0, target.length - rest);
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  // What stands before an @ looks like a host and is none.
  if (url.username !== "" || url.password !== "") return undefined;
  return {
    part: { kind: "link", text: label ?? address, url: url.href },
    rest,
  };
}
