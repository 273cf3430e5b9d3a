/** Joins the parts of a file by empty lines; a part that is empty, such as imports where there are none, leaves none. */
export function sections(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}
