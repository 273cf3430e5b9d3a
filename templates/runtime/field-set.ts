/** A set of fields: those at the leaves, and `.` for what holds others and is owned itself. */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

/**
 * What a set's key names: a field, or an item of a list.
 *
 * @see https://github.com/kubernetes-sigs/structured-merge-diff/blob/master/fieldpath/serialize-pe.go
 */
export type PathElement =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "keys"; readonly keys: JsonObject }
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "index"; readonly index: number };

/** What JSON has braces for. */
export interface JsonObject {
  readonly [field: string]: unknown;
}

/** The keys of a set but `.`: those of what it holds. */
export function elementsOf(set: FieldSet): string[] {
  return Object.keys(set).filter((element) => element !== ".");
}

/**
 * Reads a key of a set.
 *
 * @throws {Error} where it is of a kind that is not known
 */
export function parseElement(element: string): PathElement {
  const text = element.slice(2);
  switch (element.slice(0, 2)) {
    case "f:":
      return { kind: "field", name: text };
    case "k:":
      return { kind: "keys", keys: JSON.parse(text) as JsonObject };
    case "v:":
      return { kind: "value", value: JSON.parse(text) };
    case "i:":
      return { kind: "index", index: Number(text) };
    default:
      throw new Error(
        `the managed fields have "${element}", which starts with none of f:, k:, v: and i:`,
      );
  }
}

/** Whether an item of a list is the one that is named. */
export function selects(
  element: PathElement,
  item: unknown,
  index: number,
): boolean {
  switch (element.kind) {
    case "field":
      return false;
    case "index":
      return element.index === index;
    case "value":
      return isEqual(element.value, item);
    case "keys":
      return (
        isObject(item) &&
        Object.entries(element.keys).every(([key, value]) =>
          isEqual(value, item[key]),
        )
      );
  }
}

/** The paths of a set, what holds others before what it holds. */
export function pathsOf(set: FieldSet, prefix = ""): string[] {
  return Object.entries(set).flatMap(([element, held]) => {
    if (element === ".") return prefix === "" ? [] : [prefix];
    const path = prefix + describe(parseElement(element));
    return Object.keys(held).length === 0 ? [path] : pathsOf(held, path);
  });
}

/**
 * An element as it stands in a path, for people.
 *
 * @see https://github.com/kubernetes-sigs/structured-merge-diff/blob/master/fieldpath/element.go
 */
export function describe(element: PathElement): string {
  switch (element.kind) {
    case "field":
      return `.${element.name}`;
    case "index":
      return `[${element.index}]`;
    case "value":
      return `[=${JSON.stringify(element.value)}]`;
    case "keys":
      return `[${Object.entries(element.keys)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(",")}]`;
  }
}

/** Whether a value has fields, or items. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}
