import type { Document } from "../openapi.js";

/** A correction of what API servers publish, kept until they publish it right. */
export interface Fixup {
  /** Kebab-case: `--timings` and the tests name it so. */
  readonly name: string;
  /** The report or the source that shows the fault. */
  readonly upstream: `https://${string}`;
  /** Gives the corrected document, and how many places it changed; the same document where there is none. */
  apply(document: Document): Corrected;
}

/** A document after a fixup. */
export interface Corrected {
  readonly document: Document;
  readonly changed: number;
}
