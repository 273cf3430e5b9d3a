import type { Link, Piece, Target } from "../page-model.js";
import { markup, type Html } from "./html.js";

/** How one page of a site writes links to others. */
export class Links {
  /** The way to the root of the site: `../../`, or nothing. */
  readonly root: string;
  readonly #page: string;

  constructor(page: string) {
    this.#page = page;
    this.root = "../".repeat(page.split("/").length - 1);
  }

  /** The address of a place, as it stands in `href`. */
  href({ page, anchor }: Target): string {
    const fragment = anchor === undefined ? "" : `#${anchor}`;
    if (page === this.#page && fragment !== "") return fragment;
    // There are a hundred links on a page, and hardly a name in them that has to be encoded.
    const way = /^[\w./-]*$/.test(page)
      ? page
      : page.split("/").map(encodeURIComponent).join("/");
    return `${this.root}${way}.html${fragment}`;
  }

  /** A link. */
  to({ text, to }: Link): Html {
    return markup`<a href="${this.href(to)}">${text}</a>`;
  }

  /** Code, with its links. */
  code(pieces: readonly Piece[]): readonly Html[] {
    return pieces.map(({ text, to }) =>
      to === undefined ? markup`${text}` : this.to({ text, to }),
    );
  }
}
