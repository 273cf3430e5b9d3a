import { parseInline, parseText, type Inline } from "../text.js";
import { list, shortList, type Block } from "./blocks.js";
import { code, firstWords, preformatted, words } from "./escape.js";

/** A description: paragraphs, lists, code and links, and nothing else whatever it says. */
export function prose(text: string): readonly Block[] {
  return parseText(text).map((part) => {
    switch (part.kind) {
      case "paragraph":
        return spelled(part.content);
      case "list":
        return shortList(part.items.map(spelled));
      case "code":
        return preformatted(part.text);
    }
  });
}

/** A line of a description, at the beginning of a block or behind something else. */
export function inlineProse(text: string): string {
  return spelled(parseInline(text));
}

/** A line, and a description below it where there is one. */
function headed(line: string, about: string): Block {
  return [line, prose(about)];
}

/** Items with what is said of each. */
export function describedList(
  items: readonly { readonly line: string; readonly about: string }[],
): Block {
  return list(items.map(({ line, about }) => headed(line, about)));
}

function spelled(parts: readonly Inline[]): string {
  return parts
    .map((part, i) => {
      switch (part.kind) {
        case "text":
          return i === 0 ? firstWords(part.text) : words(part.text);
        case "code":
          return code(part.text);
        case "link":
          return `[${words(part.text)}](${destination(part.url)})`;
      }
    })
    .join("");
}

/** An address in which nothing ends a link, and nothing is an entity or a template. */
function destination(url: string): string {
  return url.replace(
    /[^\w\-./:?#=&%+,@]/gu,
    (character) =>
      `%${Buffer.from(character).toString("hex").toUpperCase().match(/../g)?.join("%") ?? ""}`,
  );
}
