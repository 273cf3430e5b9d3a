/**
 * Text in Markdown that says the same in Docusaurus (MDX), in VitePress (Vue) and in MkDocs (Python-Markdown): nothing in it is markup,
 * an expression, an import, a directive or a template of any of them.
 *
 * A backslash is enough where all three know it; the rest are numeric entities. MDX and VitePress read these before their templates are
 * read, so that two braces get something between them that nobody sees.
 *
 * @see https://mdxjs.com/docs/what-is-mdx/
 * @see https://vitepress.dev/guide/using-vue
 * @see https://python-markdown.github.io/
 */
export function words(text: string): string {
  return text
    .replace(/\s*\n\s*/g, " ")
    .replace(
      /\{(?=\{)|\{(?=[%#])|[\\`*_[\]{}|]|[&<>~]|:(?=[\w:[{])/g,
      (character, at: number, whole: string) => {
        if (character === "{" && /[{%#]/.test(whole[at + 1] ?? ""))
          return whole[at + 1] === "{" ? "&#123;<wbr/>" : "&#123;";
        return /[&<>~:]/.test(character) ? entity(character) : `\\${character}`;
      },
    );
}

/** Text that a paragraph begins with: what would make another block of it is none. */
export function firstWords(text: string): string {
  return words(text.trimStart())
    .replace(/^(?:import|export)\b/, (word) => entity(word) + word.slice(1))
    .replace(/^[-+#!=?:%]/, entity)
    .replace(/^(\d+)([.)])/, "$1\\$2");
}

/** A span of code; nothing for blanks alone. */
export function code(text: string): string {
  if (text.trim() === "") return "";
  return /[`\n|]|^\s|\s$/.test(text) || isRead(text)
    ? `<code>${words(text)}</code>`
    : `\`${text}\``;
}

/** A block of code of ours; what others wrote stands in it in strings and names alone. */
export function fence(language: string, text: string): string {
  if (isRead(text)) return preformatted(text);
  const rows = [...text.matchAll(/`{3,}/g)].map(([row]) => row.length);
  const marks = "`".repeat(Math.max(2, ...rows) + 1);
  return `${marks}${language}\n${text.trimEnd()}\n${marks}`;
}

/** A block of code on one line, which is one within a list of MkDocs as well. */
export function preformatted(text: string): string {
  const safe = text.replace(/[^\w ,.;/]|(?<=^|\n| ) /g, entity);
  return `<pre><code>${safe}</code></pre>`;
}

/** What is read in code as well: includes of VitePress and of snippets for MkDocs, and templates of macros. */
function isRead(code: string): boolean {
  return /<!--\s*@|--8<|\{[{%#]/.test(code);
}

function entity(text: string): string {
  return `&#${String(text.codePointAt(0))};`;
}
