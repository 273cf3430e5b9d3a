import type { GenerateFlags } from "../options.js";
import { circumstancesOf } from "./circumstances.js";
import type { Run, SharedByRuns } from "./generate-run.js";
import { printMissingPackages } from "./print-missing-packages.js";
import { saying, type Said } from "./said.js";
import { Servers } from "./servers.js";
import type { Streams } from "./terminal.js";
import { findLastRun, isUpToDate, type LastRun } from "./up-to-date.js";

/**
 * `kubewright generate`, for one output.
 *
 * With `--watch` it goes on until it is interrupted. Where nothing changed since the last run it ends early: what generates, formats and compiles is not even loaded.
 */
export async function runGenerate(
  flags: GenerateFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  if (flags.watch) {
    const { watchAndGenerate } = await import("./watch.js");
    return watchAndGenerate(flags, streams, signal, generateOnce);
  }
  return generateOnce(flags, streams, signal);
}

async function generateOnce(
  flags: GenerateFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  await saying(flags, streams, async (said) => {
    const run = openRun(flags, streams, said, signal);
    try {
      await endRun(flags, run, await checkRun(flags, run));
    } finally {
      await run.servers.close();
    }
  });
}

/**
 * Begins a run on one output: nothing is asked of a server yet. Its servers have to be closed.
 *
 * @throws {GenerationFailed} where the folder, the lock or what leads to servers does not do
 */
export function openRun(
  flags: GenerateFlags,
  streams: Streams,
  said: Said,
  signal: AbortSignal,
  shared?: SharedByRuns,
): Run {
  const circumstances = circumstancesOf(flags, streams);
  const servers = new Servers(
    flags,
    circumstances,
    said.diagnostics,
    shared && { texts: shared.work.texts, surroundings: shared.surroundings },
  );
  return { ...said, circumstances, servers, signal, shared };
}

/** The last run, where there is nothing to do, or no more than some documents of servers. */
export async function checkRun(
  flags: GenerateFlags,
  { circumstances, servers, signal }: Run,
): Promise<LastRun | undefined> {
  return flags.force || flags.dryRun
    ? undefined
    : findLastRun(flags, circumstances, servers, signal);
}

/** Does what there is to do, or says that it is nothing. */
export async function endRun(
  flags: GenerateFlags,
  run: Run,
  last: LastRun | undefined,
): Promise<void> {
  if (last === undefined || !isUpToDate(last)) {
    const { regenerate } = await import("./regenerate.js");
    await regenerate(flags, run, last);
    return;
  }
  const { note } = last;
  const { terminal, diagnostics } = run;
  for (const diagnostic of note.diagnostics) diagnostics.add(diagnostic);
  diagnostics.throwIfErrors();
  terminal.end();
  const count = note.files.length;
  terminal.upToDate(
    `${flags.out} is up to date (${count} ${count === 1 ? "file" : "files"})`,
  );
  if (!flags.check && flags.emit !== "openapi")
    printMissingPackages(flags.out, terminal);
}
