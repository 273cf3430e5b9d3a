import type { Schema } from "../document/openapi.js";
import type { Finding } from "./change.js";

/** What differs in how the server merges lists and maps. */
export function compareMerging(old: Schema, next: Schema): readonly Finding[] {
  return [
    ...compareListTypes(old, next),
    ...swapped("map-type-changed", mapTypeOf(old), mapTypeOf(next)),
    ...swapped("patch-strategy-changed", strategyOf(old), strategyOf(next)),
  ];
}

function compareListTypes(old: Schema, next: Schema): readonly Finding[] {
  const [before, after] = [listTypeOf(old), listTypeOf(next)];
  if (before !== after) {
    if (before === "atomic") return [{ rule: "list-became-keyed", after }];
    if (after === "atomic") return [{ rule: "list-became-atomic", before }];
    return [{ rule: "list-type-changed", before, after }];
  }
  const [keys, nextKeys] = [keysOf(old), keysOf(next)];
  return [
    ...keys
      .filter((key) => !nextKeys.includes(key))
      .map((name) => ({ rule: "list-key-removed", name }) as const),
    ...nextKeys
      .filter((key) => !keys.includes(key))
      .map((name) => ({ rule: "list-key-added", name }) as const),
  ];
}

/** A list of no type is one as a whole. */
function listTypeOf(schema: Schema): string {
  return schema["x-kubernetes-list-type"] ?? "atomic";
}

function keysOf(schema: Schema): readonly string[] {
  return schema["x-kubernetes-list-map-keys"] ?? [];
}

/** A map of no type is merged key by key. */
function mapTypeOf(schema: Schema): string {
  return schema["x-kubernetes-map-type"] ?? "granular";
}

/** With the key that it merges by. */
function strategyOf(schema: Schema): string {
  const strategy = schema["x-kubernetes-patch-strategy"] ?? "none";
  const key = schema["x-kubernetes-patch-merge-key"];
  return key === undefined ? strategy : `${strategy} by ${key}`;
}

function swapped(
  rule: "map-type-changed" | "patch-strategy-changed",
  before: string,
  after: string,
): readonly Finding[] {
  return before === after ? [] : [{ rule, before, after }];
}
