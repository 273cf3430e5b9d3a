import {
  describe,
  elementsOf,
  type FieldSet,
  isObject,
  type JsonObject,
  parseElement,
  pathsOf,
  selects,
} from "./field-set.js";
import type { KubernetesObject, UntypedObject } from "./types.js";

/** An object as the server returns it: with the fields that each manager owns. */
export interface ManagedObject {
  apiVersion?: string;
  kind?: string;
  metadata?: {
    name?: string;
    namespace?: string;
    managedFields?: readonly ManagedEntry[];
  };
}

/** One entry of `metadata.managedFields`. */
export interface ManagedEntry {
  apiVersion?: string;
  fieldsType?: string;
  fieldsV1?: { [element: string]: unknown };
  manager?: string;
  operation?: string;
  subresource?: string;
  time?: string;
}

/** Who owns what of an object. */
export interface FieldManager {
  readonly manager: string;
  /** `Apply` where it came by server-side apply, `Update` where it came by any other write. */
  readonly operation: "Apply" | "Update" | (string & {});
  /** The version of the object that the paths are of. */
  readonly apiVersion: string;
  /** Empty for the object itself. */
  readonly subresource: string;
  /** When the entry was made or last changed: an RFC 3339 time. */
  readonly time: string | undefined;
  /** As conflicts name them: `.spec.template.spec.containers[name="web"].image`. */
  readonly paths: readonly string[];
}

/**
 * The part of an object that a field manager owns by server-side apply: what it would send to apply the same again.
 *
 * Change it and apply it: what is taken out is given up. Items of lists come with their keys; `apiVersion`, `kind`, the name and
 * the namespace are the object's. Where the manager owns nothing, they are all there is. The object is not changed, and
 * shares nothing with what is returned.
 *
 * There is no schema to tell a field that was applied empty, `strategy: {}`, from one that is applied whole. It is empty here
 * where another manager owns a field of it; else it has what the server filled in.
 *
 * @throws {Error} where what is owned was applied in another version, and is not in the object as it was read
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 * @see https://github.com/kubernetes/apimachinery/blob/master/pkg/util/managedfields/extract.go
 */
export function ownedFields<T extends KubernetesObject = UntypedObject>(
  object: ManagedObject,
  fieldManager: string,
  options: {
    /** The subresource that it was applied to, such as `status`. */
    readonly subresource?: string;
  } = {},
): T {
  const entries = object.metadata?.managedFields ?? [];
  const entry = entries.find(
    ({ manager, operation, subresource }) =>
      manager === fieldManager &&
      operation === "Apply" &&
      (subresource ?? "") === (options.subresource ?? ""),
  );
  const others = entries.filter((other) => other !== entry);
  const owned = entry
    ? extractObject(
        object,
        fieldsOf(entry),
        others.map(fieldsOf),
        refuseAbsent(object, entry),
      )
    : {};
  const { apiVersion, kind, metadata: { name, namespace } = {} } = object;
  return {
    ...defined({ apiVersion, kind }),
    ...owned,
    metadata: {
      ...defined({ name, namespace }),
      ...(owned["metadata"] as object | undefined),
    },
  } as KubernetesObject as T;
}

/** Who owns which fields of an object, in the order of its `metadata.managedFields`. */
export function fieldManagers(object: ManagedObject): FieldManager[] {
  return (object.metadata?.managedFields ?? []).map((entry) => ({
    manager: entry.manager ?? "",
    operation: entry.operation ?? "",
    apiVersion: entry.apiVersion ?? "",
    subresource: entry.subresource ?? "",
    time: entry.time,
    paths: pathsOf(fieldsOf(entry)),
  }));
}

/** Told of each owned field that the object lacks. */
type OnAbsent = (element: string) => void;

/** Refuses to leave out what is owned, only because the object was read in another version. */
function refuseAbsent(object: ManagedObject, entry: ManagedEntry): OnAbsent {
  return (element) => {
    const { apiVersion } = object;
    if (apiVersion === undefined || apiVersion === entry.apiVersion) return;
    throw new Error(
      `"${entry.manager}" applied ${object.kind} "${object.metadata?.name}" as ${entry.apiVersion}, and "${describe(parseElement(element))}" of it is not there in ${apiVersion}; read the object as ${entry.apiVersion}`,
    );
  };
}

function fieldsOf({ fieldsType, fieldsV1, manager }: ManagedEntry): FieldSet {
  if (fieldsType !== undefined && fieldsType !== "FieldsV1")
    throw new Error(
      `the fields of the manager "${manager}" are written as ${fieldsType}; only FieldsV1 is known`,
    );
  return (fieldsV1 ?? {}) as FieldSet;
}

function extract(
  value: unknown,
  mine: FieldSet,
  others: readonly FieldSet[],
  onAbsent: OnAbsent,
): unknown {
  if (elementsOf(mine).length === 0) return copyLeaf(value, others);
  if (Array.isArray(value)) return extractItems(value, mine, others, onAbsent);
  if (isObject(value)) return extractObject(value, mine, others, onAbsent);
  for (const element of elementsOf(mine)) onAbsent(element);
  return undefined;
}

function extractObject(
  value: object,
  mine: FieldSet,
  others: readonly FieldSet[],
  onAbsent: OnAbsent,
): JsonObject {
  const fields: [string, unknown][] = [];
  for (const element of elementsOf(mine)) {
    const parsed = parseElement(element);
    if (parsed.kind !== "field" || !Object.hasOwn(value, parsed.name)) {
      onAbsent(element);
      continue;
    }
    const { name } = parsed;
    const extracted = extract(
      (value as JsonObject)[name],
      mine[element] ?? {},
      below(others, element),
      onAbsent,
    );
    if (extracted !== undefined) fields.push([name, extracted]);
  }
  // Not by assignment, which takes "__proto__" for something else.
  return Object.fromEntries(fields);
}

function extractItems(
  items: readonly unknown[],
  mine: FieldSet,
  others: readonly FieldSet[],
  onAbsent: OnAbsent,
): unknown[] {
  const owned = elementsOf(mine).map((element) => ({
    element,
    parsed: parseElement(element),
  }));
  const found = new Set<string>();
  const extracted = items.flatMap((item, index) => {
    const own = owned.find(({ parsed }) => selects(parsed, item, index));
    if (!own) return [];
    const { element, parsed } = own;
    found.add(element);
    const part = extract(
      item,
      mine[element] ?? {},
      below(others, element),
      onAbsent,
    );
    if (parsed.kind !== "keys") return [part];
    return [{ ...parsed.keys, ...(part as object | undefined) }];
  });
  for (const { element } of owned) if (!found.has(element)) onAbsent(element);
  return extracted;
}

/** What the sets hold at one element. */
function below(sets: readonly FieldSet[], element: string): FieldSet[] {
  return sets.flatMap((set) => set[element] ?? []);
}

/** A value that is owned whole; where another owns a part of it, what is owned is that it is there. */
function copyLeaf(value: unknown, others: readonly FieldSet[]): unknown {
  if (!others.some((set) => elementsOf(set).length > 0)) return copy(value);
  if (Array.isArray(value)) return [];
  return isObject(value) ? {} : value;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, copy(field)]),
  );
}

function defined(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
}
