import { failure } from "../diagnostics.js";
import type { LockChange } from "../incremental/lock-file.js";
import type { GenerateFlags } from "../options.js";
import type { OutputPlan } from "../write/plan.js";
import type { Terminal } from "./terminal.js";

/** Prints what would be written, a line for each file; with `--check`, why, where it is not for the source. */
export function printPlan(
  { created, updated, deleted, reasons }: OutputPlan,
  { check, lockFile }: GenerateFlags,
  lock: LockChange,
  terminal: Terminal,
): void {
  const lines = [
    ...created.map(({ path }) => ({ path, verb: "create" })),
    ...updated.map(({ path }) => ({ path, verb: "update" })),
    ...deleted.map((path) => ({ path, verb: "delete" })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, verb } of lines) {
    const reason = check ? reasons.get(path) : undefined;
    terminal.result(
      `${verb} ${path}${reason === undefined ? "" : ` (${reason})`}`,
    );
  }
  if (lock !== "none") terminal.result(`${lock} ${lockFile}`);
}

/**
 * Ends `--check` where something would be written.
 *
 * @throws {GenerationFailed} `out-of-date`
 */
export function failIfOutOfDate(
  plan: OutputPlan,
  { out, lockFile }: GenerateFlags,
  lock: LockChange,
): void {
  const counts = countsOf(plan, "would be ");
  if (lock !== "none") counts.push(`${lockFile} would be ${lock}d`);
  if (counts.length === 0) return;
  const byHand = [...plan.reasons.values()].filter((reason) =>
    reason.includes("by hand"),
  ).length;
  throw failure({
    code: "out-of-date",
    message: `"${out}" is not what its sources give: ${counts.join(", ")}${byHand === 0 ? "" : `; ${byHand} ${byHand === 1 ? "was" : "were"} changed by hand`}`,
    hint: "run it without --check, and commit what it writes",
  });
}

/** Whether the folder holds what it should. */
export function isUnchanged(plan: OutputPlan): boolean {
  return countsOf(plan, "").length === 0;
}

/** What was done, or would be, in a line. */
export function summary(
  plan: OutputPlan,
  { out, dryRun }: GenerateFlags,
): string {
  const { created, updated, unchanged } = plan;
  const total = created.length + updated.length + unchanged.length;
  const counts = countsOf(plan, "");
  const files = `${total} ${total === 1 ? "file" : "files"}`;
  if (counts.length === 0) return `${out} is up to date (${files})`;
  return dryRun
    ? `${out} would hold ${files}: ${counts.join(", ")}; nothing was written`
    : `wrote ${out}: ${files}, ${counts.join(", ")}`;
}

function countsOf(
  { created, updated, deleted }: OutputPlan,
  mood: string,
): string[] {
  const changes = [
    [created.length, "new"],
    [updated.length, "changed"],
    [deleted.length, "deleted"],
  ] as const;
  return changes.flatMap(([count, what]) =>
    count === 0 ? [] : [`${count} ${mood}${what}`],
  );
}
