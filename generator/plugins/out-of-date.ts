import type { Diagnostic } from "../diagnostics.js";
import type { OutputPlan } from "../write/plan.js";
import type { Output } from "./output.js";

/** How many files are named before the rest is counted. */
const named = 20;

/** The problem that a client on disk is not what its source gives; undefined where it is. */
export function outOfDate(
  { created, updated, deleted, unchanged }: OutputPlan,
  { out, from, command }: Output,
): Diagnostic | undefined {
  const lines = [
    ...created.map(({ path }) => `missing  ${path}`),
    ...updated.map(({ path }) => `differs  ${path}`),
    ...deleted.map((path) => `too much ${path}`),
  ];
  if (lines.length === 0) return undefined;
  const isThere = updated.length + deleted.length + unchanged.length > 0;
  const files = `${lines.length} ${lines.length === 1 ? "file" : "files"}`;
  return {
    severity: "error",
    code: "out-of-date",
    message: isThere
      ? [
          `"${out}" is not what ${from.join(", ")} gives: ${files} to write or delete`,
          ...lines.slice(0, named),
          ...(lines.length > named ? [`and ${lines.length - named} more`] : []),
        ].join("\n")
      : `there is no client in "${out}"`,
    hint: `run "${command}" and commit what it writes, or have builds write it, with build: "generate"`,
  };
}
