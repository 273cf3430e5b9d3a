import { posix } from "node:path";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import css from "highlight.js/lib/languages/css";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { Html, markup } from "../../generator/docs/html/html.js";

/** Each language by what code blocks and files call it. */
const languages = {
  css,
  html: xml,
  js: javascript,
  json,
  sh: bash,
  ts: typescript,
  yaml,
};

for (const [name, language] of Object.entries(languages))
  hljs.registerLanguage(name, language);
// The site's style knows most of the words as they are.
hljs.configure({ classPrefix: "" });

/** Code with its words marked where its language is known, and a button that copies it. */
export function codeBlock(code: string, language: string): Html {
  const colored = hljs.getLanguage(language)
    ? new Html(hljs.highlight(code, { language }).value)
    : code;
  return markup`<figure class="code"><pre tabindex="0"><code>${colored}</code></pre><button type="button" class="copy" data-before="" hidden>Copy</button></figure>
`;
}

/** What a file's language is called, by its name. */
export function languageOf(path: string): string {
  const ending = posix.extname(path).slice(1);
  return ending === "mjs" ? "js" : ending;
}
