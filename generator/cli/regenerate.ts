import type { Diagnostic } from "../diagnostics.js";
import type { LockedServer } from "../incremental/lock.js";
import type { GenerateFlags } from "../options.js";
import type { Generation } from "../pipeline.js";
import { Stopwatch } from "../stopwatch.js";
import { replaceFiles, writeOutput } from "../write.js";
import type { OutputPlan } from "../write/plan.js";
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
import type { Terminal } from "./terminal.js";
import type { LastRun } from "./up-to-date.js";

/** Reads, generates, writes or compares, and says what is left to do; where that is enough, of documents that changed alone. */
export async function regenerate(
  flags: GenerateFlags,
  run: Run,
  last: LastRun | undefined,
): Promise<void> {
  const done =
    (last && (await replaceChanged(flags, run, last))) ??
    (await replaceAll(flags, run));
  const { terminal } = run;
  const { plan, made, spoken, watch } = done;
  const { recorded } = made;
  const isDry = flags.dryRun || flags.check;
  const lock = keepLock(flags, run.circumstances, recorded, isDry);
  watch.lap("write");

  terminal.end();
  if (isDry) printPlan(plan, flags, lock, terminal);
  if (flags.check) failIfOutOfDate(plan, flags, lock);
  if (!flags.dryRun) await leaveNote(flags, run, { ...made, spoken });
  if (isUnchanged(plan)) terminal.upToDate(summary(plan, flags));
  else terminal.note(summary(plan, flags));
  if (lock !== "none" && !isDry) terminal.note(`wrote ${flags.lockFile}`);
  if (flags.timings) printTimings(made, watch, terminal);
  if (!isDry && flags.emit !== "openapi")
    printMissingPackages(flags.out, terminal);
}

/** What was made, and what was read for it. */
type Made = Pick<
  Generation,
  "byPrettier" | "manifest" | "record" | "timings"
> & { readonly recorded: readonly LockedServer[] };

/** A client that is written, or compared with what is there. */
interface Done {
  readonly plan: OutputPlan;
  readonly made: Made;
  /** What was said of its sources. */
  readonly spoken: readonly Diagnostic[];
  readonly watch: Stopwatch;
}

/** Does what documents that changed ask for; undefined where all has to be done. */
async function replaceChanged(
  flags: GenerateFlags,
  run: Run,
  last: LastRun,
): Promise<Done | undefined> {
  const { remakeChanged } = await import("./remake-changed.js");
  const made = await remakeChanged(flags, run, last);
  if (made === undefined) return undefined;
  run.signal.throwIfAborted();
  const watch = new Stopwatch();
  run.terminal.progress(`writing ${flags.out}`);
  const { files, others, before } = made;
  const plan = replaceFiles(flags.out, files, others, before);
  if (plan === undefined) return undefined;
  for (const said of last.note.diagnostics) run.diagnostics.add(said);
  return { plan, made, spoken: spokenOf(run), watch };
}

async function replaceAll(flags: GenerateFlags, run: Run): Promise<Done> {
  const { terminal, diagnostics, signal, servers } = run;
  const { generateAll } = await import("./generate-all.js");
  const generation = await generateAll(flags, run);
  const spoken = spokenOf(run);
  signal.throwIfAborted();
  const watch = new Stopwatch();
  const isDry = flags.dryRun || flags.check;
  terminal.progress(
    isDry ? `comparing with ${flags.out}` : `writing ${flags.out}`,
  );
  const plan = writeOutput(flags.out, generation, diagnostics, {
    dryRun: isDry,
  });
  const made = { ...generation, recorded: servers.recorded() };
  return { plan, made, spoken, watch };
}

/** What was said until now; what there is to say of the cache is said after it. */
function spokenOf({
  circumstances: { cache },
  diagnostics,
}: Run): readonly Diagnostic[] {
  cache?.tidy();
  const problem = cache?.problem;
  const spoken = diagnostics.list;
  if (problem !== undefined)
    diagnostics.add({
      severity: "warning",
      code: "unusable-cache",
      message: `documents are not kept, as the cache cannot be written (${problem.code ?? problem.message}${problem.path === undefined ? "" : ` at "${problem.path}"`})`,
      hint: "name another folder with $KUBEWRIGHT_CACHE_DIR, or say --no-cache",
    });
  return spoken;
}

function printTimings(
  { timings, byPrettier }: Made,
  watch: Stopwatch,
  terminal: Terminal,
): void {
  for (const { stage, milliseconds } of [...timings, ...watch.timings])
    terminal.note(
      `${stage.padEnd(8)}${milliseconds.toFixed(0).padStart(6)} ms`,
    );
  terminal.note(`${byPrettier} files formatted by prettier`);
}
