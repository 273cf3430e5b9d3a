/** A column of a table: its title, and what it shows of each row. */
export type Column<Row> = readonly [title: string, cell: (row: Row) => string];

/** Rows below their titles, as kubectl prints them. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): string {
  const cells = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, cell]) => cell(row))),
  ];
  const widths = columns.map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("   ")
        .trimEnd(),
    )
    .join("\n");
}
