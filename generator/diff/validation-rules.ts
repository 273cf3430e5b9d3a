import type { Schema } from "../document/openapi.js";
import type { Finding } from "./change.js";

/** What differs in the rules in CEL that two schemas hold values to. Their messages are for people: they may change. */
export function compareRules(old: Schema, next: Schema): readonly Finding[] {
  const [before, after] = [rulesOf(old), rulesOf(next)];
  return [
    ...before
      .filter((rule) => !after.includes(rule))
      .map((rule) => ({ rule: "rule-removed", before: rule }) as const),
    ...after
      .filter((rule) => !before.includes(rule))
      .map((rule) => ({ rule: "rule-added", after: rule }) as const),
  ];
}

/** A rule that also holds where there was no value before is another one. */
function rulesOf(schema: Schema): readonly string[] {
  const rules = (schema["x-kubernetes-validations"] ?? []).map(
    ({ rule, optionalOldSelf = false }) =>
      optionalOldSelf ? `${rule.trim()} (optionalOldSelf)` : rule.trim(),
  );
  return [...new Set(rules)];
}
