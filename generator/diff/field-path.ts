import { isPropertyName } from "../model/names.js";

/** The path of a field in what is at a path: `spec.replicas`, `spec["a.b"]`. */
export function fieldIn(path: string, name: string): string {
  if (!isPropertyName(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

/** The path of each item of the list at a path. */
export function itemsIn(path: string): string {
  return `${path}[]`;
}

/** The path of each value of the map at a path. */
export function valuesIn(path: string): string {
  return path === "" ? "*" : `${path}.*`;
}

/** The path of something from the root of what it is in. */
export function joined(outer: string, inner: string): string {
  if (outer === "" || inner === "" || inner.startsWith("["))
    return outer + inner;
  return `${outer}.${inner}`;
}

/** A path as that of an object and the name of a field in it; undefined where it is no field's. */
export function lastField(
  path: string,
): readonly [parent: string, name: string] | undefined {
  const [, quoted, text] = /^(.*)\[("(?:[^"\\]|\\.)*")\]$/.exec(path) ?? [];
  if (quoted !== undefined && text !== undefined)
    return [quoted, JSON.parse(text) as string];
  const [, parent = "", name] = /^(?:(.*)\.)?([^.[\]*]+)$/.exec(path) ?? [];
  return name === undefined ? undefined : [parent, name];
}
