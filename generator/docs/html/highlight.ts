import { markup, type Html } from "./html.js";

/** TypeScript of our own making, with its words marked: it is so plain that a tokenizer for all of the language is not needed. */
export function highlighted(code: string): readonly Html[] {
  return marked(
    code,
    /(?<comment>\/\/.*)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<keyword>\b(?:await|const|export|extends|for|from|if|import|interface|new|of|type)\b)|(?<name>\b[A-Z]\w*)|(?<number>\b\d[\d.]*\b)/g,
  );
}

/** A rule of RBAC in YAML. */
export function highlightedYaml(code: string): readonly Html[] {
  return marked(
    code,
    /(?<comment>#.*)|(?<string>"[^"\n]*")|(?<keyword>\b\w+(?=:))/g,
  );
}

function marked(code: string, tokens: RegExp): readonly Html[] {
  const parts: Html[] = [];
  let at = 0;
  for (const { 0: text, index, groups = {} } of code.matchAll(tokens)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    parts.push(
      markup`${code.slice(at, index)}<span class="${kind}">${text}</span>`,
    );
    at = index + text.length;
  }
  return [...parts, markup`${code.slice(at)}`];
}
