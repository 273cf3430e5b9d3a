/** What the index of one folder gives. */
export interface IndexView {
  readonly modules: readonly {
    /** `./types.js`. */
    readonly from: string;
    readonly typeOnly: boolean;
  }[];
}

/** `index.ts` of a group and version. */
export function indexFile({ modules }: IndexView): string {
  return modules
    .map(
      ({ from, typeOnly }) =>
        `export ${typeOnly ? "type " : ""}* from "${from}";\n`,
    )
    .join("");
}
