import { parseInline, parseText, type Block, type Inline } from "../text.js";
import { markup, type Html } from "./html.js";

/** A description as HTML: paragraphs, lists, code and links, and nothing else whatever it says. */
export function prose(text: string): readonly Html[] {
  return parseText(text).map(block);
}

/** A line of a description. */
export function inlineProse(text: string): readonly Html[] {
  return parseInline(text).map(inline);
}

function block(part: Block): Html {
  switch (part.kind) {
    case "paragraph":
      return markup`<p>${part.content.map(inline)}</p>`;
    case "list":
      return markup`<ul>
        ${part.items.map((item) => markup`<li>${item.map(inline)}</li>`)}
      </ul>`;
    case "code":
      return markup`<pre tabindex="0"><code>${part.text}</code></pre>`;
  }
}

function inline(part: Inline): Html {
  switch (part.kind) {
    case "text":
      return markup`${part.text}`;
    case "code":
      return markup`<code>${part.text}</code>`;
    case "link":
      return markup`<a href="${part.url}" rel="noopener nofollow">${part.text}</a>`;
  }
}
