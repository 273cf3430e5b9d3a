/** The names that someone may have meant by `wanted`: at most three, the nearest first. */
export function nearNames(
  wanted: string,
  names: readonly string[],
): readonly string[] {
  const letters = wanted.replace(/[^\w./-]/g, "").toLowerCase();
  if (letters === "") return [];
  return names
    .map((name) => ({ name, distance: distanceTo(letters, name) }))
    .filter(({ distance }) => distance <= Math.max(2, letters.length / 3))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** How much has to be typed otherwise. A name that only lacks its end or its beginning is near: `networking` for `networking.k8s.io/v1`. */
function distanceTo(wanted: string, name: string): number {
  if (name.startsWith(wanted) || name.endsWith(`/${wanted}`)) return 1;
  const [group = ""] = name.split("/");
  return Math.min(editDistance(wanted, name), editDistance(wanted, group) + 1);
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries())
      current.push(
        Math.min(
          (previous[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          (previous[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
