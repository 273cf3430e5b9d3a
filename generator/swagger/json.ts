import { isRecord, type JsonRecord } from "../json.js";

/** An own member of an object: names come from a server, and may be `constructor`. */
export function own(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name)
    ? value[name]
    : undefined;
}

/** An object with each member converted; what is no object stays what it is, for the checks to name. */
export function eachMember(
  value: JsonRecord,
  convert: (member: unknown, name: string) => unknown,
): JsonRecord;
export function eachMember(
  value: unknown,
  convert: (member: unknown, name: string) => unknown,
): unknown;
export function eachMember(
  value: unknown,
  convert: (member: unknown, name: string) => unknown,
): unknown {
  if (!isRecord(value)) return value;
  // It makes own members of all names, `__proto__` among them.
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      convert(member, name),
    ]),
  );
}

/** An array with each item converted; what is no array stays what it is. */
export function eachItem(
  value: unknown,
  convert: (item: unknown) => unknown,
): unknown {
  return Array.isArray(value) ? value.map(convert) : value;
}
