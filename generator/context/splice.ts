/** One piece of a text to put in the place of another. */
export interface Splice {
  readonly start: number;
  /** Where the piece that goes ends. */
  readonly end: number;
  readonly text: string;
}

/** Puts the pieces in, and leaves every other character as it is. They must not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (result, { start, end, text: piece }) =>
        result.slice(0, start) + piece + result.slice(end),
      text,
    );
}

/** How a text ends its lines. */
export function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

/** Where the line begins that a place is in. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the next line begins, or the text ends. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** A line that holds nothing but a comment; undefined for any other. */
export function commentLine(
  text: string,
  start: number,
): { readonly column: number; readonly comment: string } | undefined {
  const line = text.slice(start, nextLine(text, start));
  const [, indent, comment] = /^([ \t]*)(#.*)/.exec(line) ?? [];
  return indent === undefined || comment === undefined
    ? undefined
    : { column: indent.length, comment };
}

/**
 * Where the block of comments begins that stands directly above a line, in its column and below `limit`: the line's own start where
 * there is none.
 */
export function commentsAbove(
  text: string,
  line: number,
  column: number,
  limit: number,
): number {
  let start = line;
  while (start > limit) {
    const above = lineStart(text, start - 1);
    if (above < limit || commentLine(text, above)?.column !== column) break;
    start = above;
  }
  return start;
}
