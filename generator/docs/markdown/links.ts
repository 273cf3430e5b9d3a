import type { Link, Piece, Target } from "../page-model.js";
import { code, words } from "./escape.js";

/** How one page in Markdown writes links to others, and the places that others link to. */
export class Links {
  readonly #folder: readonly string[];
  readonly #page: string;

  constructor(page: string) {
    this.#page = page;
    this.#folder = page.split("/").slice(0, -1);
  }

  /** The relative path of a place, with `.md`. */
  href({ page, anchor }: Target): string {
    const fragment = anchor === undefined ? "" : `#${idOf(anchor)}`;
    if (page === this.#page && fragment !== "") return fragment;
    const way = page.split("/");
    let shared = 0;
    while (
      shared < Math.min(this.#folder.length, way.length - 1) &&
      this.#folder[shared] === way[shared]
    )
      shared += 1;
    const up = "../".repeat(this.#folder.length - shared);
    const down = way.slice(shared).map(encodeURIComponent).join("/");
    return `${up}${down}.md${fragment}`;
  }

  /** A link. */
  to({ text, to }: Link): string {
    return `[${words(text)}](${this.href(to)})`;
  }

  /** A link whose words are code. */
  codeTo({ text, to }: Link): string {
    return `[${code(text)}](${this.href(to)})`;
  }

  /** Code, with its links. */
  code(pieces: readonly Piece[]): string {
    return pieces.every(({ to }) => to === undefined)
      ? code(pieces.map(({ text }) => text).join(""))
      : pieces
          .map(({ text, to }) =>
            to === undefined ? words(text) : this.codeTo({ text, to }),
          )
          .join("");
  }
}

/**
 * A place that links lead to. HTML is the one form of it that all know: for the ids of headings each has a notation of its own.
 */
export function place(anchor: string): string {
  return `<a id="${idOf(anchor)}"></a>`;
}

/** Headings have ids of the printer's making, which begin with a letter or a digit. */
function idOf(anchor: string): string {
  const plain = anchor.replace(
    /[%!'()*]/g,
    (character) => `~${character.charCodeAt(0).toString(16)}`,
  );
  return plain.startsWith(".") ? plain : `-${plain}`;
}
