import type { Snippet } from "../page-model.js";
import { highlighted, highlightedYaml } from "./highlight.js";
import { markup, type Html } from "./html.js";

/**
 * A snippet with a button that copies it, along with what comes before it. The button is there once the site's script has made it work.
 *
 * @param label what the snippet is, for who does not see it
 */
export function snippetBlock({ setup, code }: Snippet, label: string): Html {
  return markup`<figure class="code" aria-label="${label}"><pre tabindex="0"><code>${highlighted(code)}</code></pre><button type="button" class="copy" data-before="${setup}" hidden>Copy</button></figure>`;
}

/** YAML with a button that copies it. */
export function yamlBlock(code: string, label: string): Html {
  return markup`<figure class="code" aria-label="${label}"><pre tabindex="0"><code>${highlightedYaml(code)}</code></pre><button type="button" class="copy" data-before="" hidden>Copy</button></figure>`;
}
