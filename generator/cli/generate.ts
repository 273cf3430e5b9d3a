import type { Form } from "../form/form.js";
import type { GenerateFlags } from "../options.js";
import { generate, type Generation } from "../pipeline.js";
import { Stopwatch } from "../stopwatch.js";
import { writeOutput } from "../write.js";
import type { OutputPlan } from "../write/plan.js";
import { findMissingPackages } from "./missing-packages.js";
import type { Session } from "./session.js";
import type { Terminal } from "./terminal.js";

/** `kubewright generate`: reads, generates, writes, and says what is left to do. */
export async function runGenerate(
  flags: GenerateFlags,
  { source, terminal, diagnostics, signal }: Session,
): Promise<void> {
  const generation = await generate(source, {
    include: flags.include,
    exclude: flags.exclude,
    folder: flags.out,
    form: formOf(flags),
    signal,
    diagnostics,
  });
  signal.throwIfAborted();

  const watch = new Stopwatch();
  const { dryRun } = flags;
  terminal.progress(
    dryRun ? `comparing with ${flags.out}` : `writing ${flags.out}`,
  );
  const plan = writeOutput(flags.out, generation, diagnostics, { dryRun });
  watch.lap("write");

  terminal.end();
  if (dryRun) printPlan(plan, terminal);
  terminal.note(summary(plan, flags));
  if (flags.timings) printTimings(generation, watch, terminal);
  if (!dryRun && flags.emit !== "openapi")
    printMissingPackages(flags.out, terminal);
}

function formOf({
  emit,
  importExtension,
  package: named,
}: GenerateFlags): Form {
  return {
    ...(emit && { language: emit }),
    ...(importExtension && { importExtension }),
    ...(named && { package: named }),
  };
}

function printPlan(plan: OutputPlan, terminal: Terminal): void {
  const lines = [
    ...plan.created.map(({ path }) => ({ path, verb: "create" })),
    ...plan.updated.map(({ path }) => ({ path, verb: "update" })),
    ...plan.deleted.map((path) => ({ path, verb: "delete" })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, verb } of lines) terminal.result(`${verb} ${path}`);
}

function summary(
  { created, updated, deleted, unchanged }: OutputPlan,
  { out, dryRun }: GenerateFlags,
): string {
  const total = created.length + updated.length + unchanged.length;
  const changes = [
    [created.length, "new"],
    [updated.length, "changed"],
    [deleted.length, "deleted"],
  ] as const;
  const counts = changes.flatMap(([count, what]) =>
    count === 0 ? [] : [`${count} ${what}`],
  );
  const files = `${total} ${total === 1 ? "file" : "files"}`;
  if (counts.length === 0) return `${out} is up to date (${files})`;
  return dryRun
    ? `${out} would hold ${files}: ${counts.join(", ")}; nothing was written`
    : `wrote ${out}: ${files}, ${counts.join(", ")}`;
}

function printTimings(
  generation: Generation,
  watch: Stopwatch,
  terminal: Terminal,
): void {
  for (const { stage, milliseconds } of [
    ...generation.timings,
    ...watch.timings,
  ])
    terminal.note(
      `${stage.padEnd(8)}${milliseconds.toFixed(0).padStart(6)} ms`,
    );
  terminal.note(`${generation.byPrettier} files formatted by prettier`);
}

function printMissingPackages(out: string, terminal: Terminal): void {
  const { packageJson, missing, command } = findMissingPackages(out);
  if (command === undefined) return;
  const where =
    packageJson === undefined
      ? `there is no package.json above ${out}`
      : `${packageJson} does not depend on ${missing.join(", ")}`;
  terminal.note(`${where}; the client needs: ${command}`);
}
