import { formOf } from "../form/form.js";
import type { GenerateFlags } from "../options.js";
import { generate, type Generation } from "../pipeline.js";
import { openSourceOf } from "../source/open.js";
import { Stopwatch } from "../stopwatch.js";
import { writeOutput } from "../write.js";
import type { Run } from "./generate-run.js";
import { keepLock } from "./keep-lock.js";
import { leaveNote } from "./leave-note.js";
import { printMissingPackages } from "./print-missing-packages.js";
import {
  failIfOutOfDate,
  isUnchanged,
  printPlan,
  summary,
} from "./print-plan.js";
import { readingSource } from "./session.js";
import type { Terminal } from "./terminal.js";

/** Reads, generates, writes or compares, and says what is left to do. */
export async function regenerate(
  flags: GenerateFlags,
  run: Run,
): Promise<void> {
  const { terminal, diagnostics, signal } = run;
  const { generation, spoken } = await read(flags, run);
  signal.throwIfAborted();

  const watch = new Stopwatch();
  const isDry = flags.dryRun || flags.check;
  terminal.progress(
    isDry ? `comparing with ${flags.out}` : `writing ${flags.out}`,
  );
  const plan = writeOutput(flags.out, generation, diagnostics, {
    dryRun: isDry,
  });
  const lock = keepLock(flags, run, isDry);
  watch.lap("write");

  terminal.end();
  if (isDry) printPlan(plan, flags, lock, terminal);
  if (flags.check) failIfOutOfDate(plan, flags, lock);
  if (!flags.dryRun) await leaveNote(flags, run, generation, spoken);
  if (isUnchanged(plan)) terminal.upToDate(summary(plan, flags));
  else terminal.note(summary(plan, flags));
  if (lock !== "none" && !isDry) terminal.note(`wrote ${flags.lockFile}`);
  if (flags.timings) printTimings(generation, watch, terminal);
  if (!isDry && flags.emit !== "openapi")
    printMissingPackages(flags.out, terminal);
}

/** @returns the client, and what was said of its sources until then */
async function read(
  flags: GenerateFlags,
  { circumstances, servers, terminal, diagnostics, signal, shared }: Run,
) {
  let opened = 0;
  const source = await openSourceOf(
    flags.from,
    () => servers.at(opened++),
    diagnostics,
    signal,
  );
  const generation = await generate(readingSource(source, terminal), {
    include: flags.include,
    exclude: flags.exclude,
    folder: flags.out,
    form: formOf(flags),
    signal,
    diagnostics,
    shared: shared?.work,
  });
  circumstances.cache?.tidy();
  const problem = circumstances.cache?.problem;
  const spoken = diagnostics.list;
  if (problem !== undefined)
    diagnostics.add({
      severity: "warning",
      code: "unusable-cache",
      message: `documents are not kept, as the cache cannot be written (${problem.code ?? problem.message}${problem.path === undefined ? "" : ` at "${problem.path}"`})`,
      hint: "name another folder with $KUBEWRIGHT_CACHE_DIR, or say --no-cache",
    });
  return { generation, spoken };
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
