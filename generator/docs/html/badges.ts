import { inlineProse } from "./prose.js";
import { markup, type Html } from "./html.js";
import type { Stability } from "../words.js";

/** A word in a box. */
export function badge(text: string, kind?: string): Html {
  const name = kind === undefined ? "badge" : `badge ${kind}`;
  return markup`<span class="${name}">${text}</span>`;
}

/** Says that something was not there in what this was compared with. */
export const newBadge: Html = badge("new");

/** Says after a name that something may still change; nothing for what is stable. */
export function stabilityBadge(stability: Stability): Html | undefined {
  return stability === "stable"
    ? undefined
    : markup` ${badge(stability, stability)}`;
}

/** Says that something is deprecated, and what its description says about that. */
export function deprecationNote(
  deprecated: string | undefined,
): Html | undefined {
  return deprecated === undefined
    ? undefined
    : markup`<p class="note deprecated"><strong>Deprecated.</strong> ${inlineProse(deprecated)}</p>`;
}
