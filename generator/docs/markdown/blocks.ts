/** A block of Markdown, which may have several lines; nothing is written for `undefined`. */
export type Block = string | undefined | readonly Block[];

/** Blocks one below the other. */
export function stacked(...blocks: readonly Block[]): string {
  return flat(blocks).join("\n\n");
}

/** A list whose items are of blocks. Four columns are a level in every reader of Markdown. */
export function list(items: readonly Block[]): string | undefined {
  return items.length === 0 ? undefined : items.map(item).join("\n\n");
}

/** A list whose items are of a line each. */
export function shortList(items: readonly string[]): string | undefined {
  return items.length === 0
    ? undefined
    : items.map((text) => `-   ${text}`).join("\n");
}

/** A table; cells have no ends of lines. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

function item(block: Block): string {
  return `-   ${stacked(block).replace(/\n(?=[^\n])/g, "\n    ")}`;
}

function flat(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) =>
    block === undefined || block === ""
      ? []
      : typeof block === "string"
        ? [block]
        : flat(block),
  );
}
