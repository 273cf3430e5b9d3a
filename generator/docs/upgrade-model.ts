import type { Link, PageHead, Target } from "./page-model.js";

/** What changed since another source, and what that does to programs; as many pages as it takes. */
export interface UpgradePage extends PageHead {
  readonly kind: "upgrade";
  /** What the two sides are called. */
  readonly old: string;
  readonly next: string;
  /** Of all of its pages: `1 breaking, 0 risky, 2 safe`. */
  readonly counts: string;
  /** All of its pages; none where this is the only one. */
  readonly parts: readonly Link[];
  readonly sections: readonly ChangeSection[];
}

/** The changes of one verdict, or what is newly deprecated. */
export interface ChangeSection {
  readonly title: string;
  readonly groups: readonly {
    /** A group and version. */
    readonly title: string;
    readonly changes: readonly ChangeEntry[];
  }[];
}

/** A change, in the words of `kubewright diff`. */
export interface ChangeEntry {
  readonly subject: string;
  /** What it concerns, or the nearest of it that is there. */
  readonly to: Target | undefined;
  /** What happened, as the rest of a sentence; code is what documents say. */
  readonly says: readonly { readonly text: string; readonly isCode: boolean }[];
  /** Markdown; may be empty. */
  readonly about: string;
  /** What is not safe, and why. */
  readonly reasons: readonly string[];
  /** Whose bodies hold it, where that is more than one; may be empty. */
  readonly uses: string;
}
