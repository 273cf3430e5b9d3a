import type { Link } from "../page-model.js";
import { markup, type Html } from "./html.js";
import type { Links } from "./links.js";

/** The other pages of a long list; nothing where there are none. */
export function partLinks(
  {
    address,
    parts,
  }: { readonly address: string; readonly parts: readonly Link[] },
  links: Links,
): Html | undefined {
  return parts.length === 0
    ? undefined
    : markup`<nav class="parts" aria-label="Pages of this list"><ol>${parts.map(
        (link) =>
          link.to.page === address
            ? markup`<li aria-current="page">${link.text}</li>`
            : markup`<li>${links.to(link)}</li>`,
      )}</ol></nav>`;
}
