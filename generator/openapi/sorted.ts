import { isRecord } from "../json.js";

/**
 * A value of JSON whose objects have their fields in the order of their names, which is the order that API servers publish: what is made of
 * it is the same whoever wrote the document down.
 */
export function sorted<Value>(value: Value): Value {
  return sortedValue(value) as Value;
}

function sortedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedValue);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sortedValue(value[name])]),
  );
}
