import type { Schema } from "../document/openapi.js";
import { canonical, isRecord } from "../json.js";
import type { Finding } from "./change.js";
import { typeChoices } from "./types.js";

/** What differs in the schemas that a value has to fit beside its own. They are compared as a whole. */
export function compareChoices(old: Schema, next: Schema): readonly Finding[] {
  return (["allOf", "anyOf", "oneOf", "not"] as const).flatMap(
    (name): Finding[] => {
      const [before, after] = [choiceOf(old, name), choiceOf(next, name)];
      if (before === after) return [];
      if (before === undefined) return [{ rule: "choice-added", name, after }];
      if (after === undefined)
        return [{ rule: "choice-removed", name, before }];
      return [{ rule: "choice-changed", name, before, after }];
    },
  );
}

/** As text without prose, in an order of its own; undefined where there is no choice, or one of types alone. */
function choiceOf(
  schema: Schema,
  name: "allOf" | "anyOf" | "not" | "oneOf",
): string | undefined {
  const value = schema[name];
  if (value === undefined) return undefined;
  if ((name === "anyOf" || name === "oneOf") && typeChoices(schema) === value)
    return undefined;
  const parts = (Array.isArray(value) ? value : [value]) as readonly unknown[];
  const texts = parts
    .map((part) => canonical(withoutProse(part)))
    .filter((text) => text !== "{}");
  return texts.length === 0 ? undefined : [...new Set(texts)].sort().join(", ");
}

function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      // A field may be called so: its schema is no text.
      .filter(([key, inner]) => key !== "description" || isRecord(inner))
      .map(([key, inner]) => [key, withoutProse(inner)]),
  );
}
