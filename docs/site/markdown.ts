import GithubSlugger from "github-slugger";
import { Marked, type RendererObject, type Token, type Tokens } from "marked";
import { Html, markup } from "../../generator/docs/html/html.js";
import { codeBlock } from "./highlight.js";

/** A text that is read, but not yet written: its links are not yet known to lead anywhere. */
export interface MarkdownText {
  /** What its first heading says; empty where it has none. */
  readonly title: string;
  readonly sections: readonly MarkdownSection[];
  readonly tokens: readonly Token[];
}

/** A heading and what stands below it, up to the next one. */
export interface MarkdownSection {
  readonly heading: string;
  /** From 1. */
  readonly depth: number;
  /** As the pages of repositories have them, so that a link works in both. */
  readonly anchor: string;
  /** For a search. */
  readonly words: string;
}

/** What a text is written with. */
export interface MarkdownSurroundings {
  /** Where a link leads to, as it stands in `href`; undefined for one that leads nowhere, of which the words are left. */
  readonly href: (link: string) => string | undefined;
  /** Is told of what a text may not have. */
  readonly refuse: (why: string) => void;
}

/** Reads a text of this repository. */
export function readMarkdown(text: string): MarkdownText {
  const tokens = new Marked().lexer(text);
  const slugger = new GithubSlugger();
  const sections: (MarkdownSection & { words: string })[] = [];
  for (const token of tokens) {
    if (token.type !== "heading") {
      const last = sections.at(-1);
      if (last !== undefined) last.words += ` ${plainText(token)}`;
      continue;
    }
    const heading = plainText(token);
    sections.push({
      heading,
      depth: (token as Tokens.Heading).depth,
      anchor: slugger.slug(heading),
      words: "",
    });
  }
  return { title: sections[0]?.heading ?? "", sections, tokens };
}

/** Writes a text that was read. It may have no HTML but comments, and new lines in cells of tables: a page is to look the same wherever it is shown. */
export function writeMarkdown(
  { sections, tokens }: MarkdownText,
  surroundings: MarkdownSurroundings,
): Html {
  const marked = new Marked();
  marked.use({ renderer: rendererOf(sections, surroundings) });
  return new Html(marked.parser([...tokens]));
}

function rendererOf(
  sections: readonly MarkdownSection[],
  { href, refuse }: MarkdownSurroundings,
): RendererObject {
  let written = 0;
  return {
    heading({ tokens, depth }) {
      const anchor = sections[written]?.anchor ?? "";
      written += 1;
      const inner = new Html(this.parser.parseInline(tokens));
      const level = new Html(`h${String(depth)}`);
      return depth === 1
        ? markup`<h1 id="${anchor}">${inner}</h1>\n`.text
        : markup`<${level} id="${anchor}"><a class="heading" href="#${anchor}">${inner}</a></${level}>\n`
            .text;
    },
    code: ({ text, lang = "" }) => codeBlock(text, lang).text,
    link({ href: to, tokens }) {
      const inner = new Html(this.parser.parseInline(tokens));
      const address = href(to);
      return address === undefined
        ? inner.text
        : markup`<a href="${address}">${inner}</a>`.text;
    },
    table({ header, rows }) {
      const inner = ({ tokens }: Tokens.TableCell): Html =>
        new Html(this.parser.parseInline(tokens));
      const label = sections[written - 1]?.heading ?? "";
      return markup`<div class="wide" tabindex="0" role="group" aria-label="Table: ${label}"><table><thead><tr>${header.map(
        (cell) => markup`<th scope="col">${inner(cell)}</th>`,
      )}</tr></thead><tbody>${rows.map(
        (row) =>
          markup`<tr>${row.map((cell) => markup`<td>${inner(cell)}</td>`)}</tr>\n`,
      )}</tbody></table></div>\n`.text;
    },
    html({ text }) {
      if (text === "<br>") return text;
      if (!/^<!--.*-->\s*$/s.test(text)) refuse(`has HTML: ${text.trim()}`);
      return "";
    },
  };
}

/** What is read of a token: the words, without what marks them. */
function plainText(token: Token): string {
  if (token.type === "table") {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows].flat().map(wordsOfCell).join(" ");
  }
  if (token.type === "list")
    return (token as Tokens.List).items.map(plainText).join(" ");
  const { tokens, text } = token as { tokens?: Token[]; text?: string };
  return tokens === undefined
    ? (text ?? "")
    : tokens.map(plainText).join(token.type === "list_item" ? " " : "");
}

function wordsOfCell({ tokens }: Tokens.TableCell): string {
  return tokens.map(plainText).join("");
}
