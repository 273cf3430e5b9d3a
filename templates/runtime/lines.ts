/** One line of a stream. */
export interface Line {
  /** Without the line feed. */
  readonly text: string;
  /** False for what stands after the last line feed. */
  readonly complete: boolean;
}

/** Cuts UTF-8 text into lines, wherever the chunks that it comes in are cut. Reads on only when asked for the next line. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Line, void, undefined> {
  for await (const lines of readLineBatches(chunks)) yield* lines;
}

/** The same, with all lines that a chunk completes at once: for what has many of them. None comes empty. */
export async function* readLineBatches(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Line[], void, undefined> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // The pieces of a line that is not whole yet: joined once, since lines can be megabytes.
  let pieces: string[] = [];
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    const lines: Line[] = [];
    let start = 0;
    for (let end; (end = text.indexOf("\n", start)) !== -1; start = end + 1) {
      let line = text.slice(start, end);
      if (pieces.length > 0) {
        line = [...pieces, line].join("");
        pieces = [];
      }
      lines.push({ text: line, complete: true });
    }
    if (start < text.length) pieces.push(text.slice(start));
    if (lines.length > 0) yield lines;
  }
  const rest = pieces.join("") + decoder.decode();
  if (rest !== "") yield [{ text: rest, complete: false }];
}
