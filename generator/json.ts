/** An object of JSON. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object of JSON, and no array. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is nested more than so many levels deep. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return (
    levels === 0 ||
    Object.values(value).some((item) => isDeeper(item, levels - 1))
  );
}

/** A JSON pointer (RFC 6901): `/paths/~1version/get`. */
export function pointerTo(steps: readonly (number | string)[]): string {
  return steps
    .map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1"))
    .map((step) => `/${step}`)
    .join("");
}

/** A value whose objects have their keys in order, at every level. */
export function sortKeys<Value>(value: Value): Value;
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => sortKeys(item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys<unknown>(item)]),
  );
}

/** A value as text that is the same for values that are: the order of keys is no difference. */
export function canonical(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}
