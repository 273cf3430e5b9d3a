import type { Schema } from "../document/openapi.js";
import { canonical } from "../json.js";
import { defaultIn } from "../model/defaults.js";
import type { Finding } from "./change.js";
import type { Located } from "./side.js";
import { isOpen } from "./types.js";

/** What the server puts where nothing is sent; undefined where it puts nothing. */
export function defaultOf(located: Located): unknown {
  return defaultIn(located.schema, located.declaration);
}

/** What differs in the default of two schemas. */
export function compareDefaults(
  old: Located,
  next: Located,
): readonly Finding[] {
  const [before, after] = [defaultOf(old), defaultOf(next)];
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [{ rule: "default-added", after }];
  if (after === undefined) return [{ rule: "default-removed", before }];
  return canonical(before) === canonical(after)
    ? []
    : [{ rule: "default-changed", before, after }];
}

/**
 * Whether one may be null and the other not.
 *
 * @param isNeeded whether there has to be a value, as in a list: a server drops a null that may be left out
 */
export function compareNullable(
  old: Schema,
  next: Schema,
  isNeeded: boolean,
): readonly Finding[] {
  const prefix = isNeeded ? "needed-value-nullable" : "nullable";
  return flag(old.nullable, next.nullable, {
    set: `${prefix}-added`,
    unset: `${prefix}-removed`,
  });
}

/** Whether one keeps unknown fields, or has to be an object of Kubernetes, and the other not. */
export function compareObjects(old: Schema, next: Schema): readonly Finding[] {
  return [
    ...flag(isOpen(old), isOpen(next), {
      set: "unknown-fields-kept",
      unset: "unknown-fields-dropped",
    }),
    ...flag(
      old["x-kubernetes-embedded-resource"],
      next["x-kubernetes-embedded-resource"],
      { set: "embedded-object-added", unset: "embedded-object-removed" },
    ),
  ];
}

function flag(
  before: boolean | undefined = false,
  after: boolean | undefined = false,
  { set, unset }: Readonly<Record<"set" | "unset", Finding["rule"]>>,
): readonly Finding[] {
  return before === after ? [] : [{ rule: after ? set : unset }];
}

/** What differs in the values that two schemas name. */
export function compareEnums(
  { enum: old }: Schema,
  { enum: next }: Schema,
): readonly Finding[] {
  if (old === undefined && next === undefined) return [];
  if (old === undefined) return [{ rule: "enum-added", after: next }];
  if (next === undefined) return [{ rule: "enum-removed", before: old }];
  const [before, after] = [
    new Set(old.map(canonical)),
    new Set(next.map(canonical)),
  ];
  return [
    ...old
      .filter((value) => !after.has(canonical(value)))
      .map((value) => ({ rule: "enum-value-removed", before: value }) as const),
    ...next
      .filter((value) => !before.has(canonical(value)))
      .map((value) => ({ rule: "enum-value-added", after: value }) as const),
  ];
}

/** What differs in the formats of two texts; that of an integer is part of its type. */
export function compareFormats(old: Schema, next: Schema): readonly Finding[] {
  const [before, after] = [formatOf(old), formatOf(next)];
  if (before === after) return [];
  if (before === undefined) return [{ rule: "format-added", after }];
  if (after === undefined) return [{ rule: "format-removed", before }];
  return [{ rule: "format-changed", before, after }];
}

function formatOf({ type, format }: Schema): string | undefined {
  return type === "string" && format !== "int-or-string" ? format : undefined;
}
