import type { GenerateFlags } from "../options.js";
import { circumstancesOf } from "./circumstances.js";
import { printMissingPackages } from "./print-missing-packages.js";
import { saying } from "./said.js";
import { Servers } from "./servers.js";
import type { Streams } from "./terminal.js";
import { noteIfUpToDate } from "./up-to-date.js";

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
    const { terminal, diagnostics } = said;
    const circumstances = circumstancesOf(flags, streams);
    const servers = new Servers(flags, circumstances, diagnostics);
    try {
      const note =
        flags.force || flags.dryRun
          ? undefined
          : await noteIfUpToDate(flags, circumstances, servers, signal);
      if (note === undefined) {
        const { regenerate } = await import("./regenerate.js");
        await regenerate(flags, { ...said, circumstances, servers, signal });
        return;
      }
      for (const diagnostic of note.diagnostics) diagnostics.add(diagnostic);
      diagnostics.throwIfErrors();
      terminal.end();
      const count = note.files.length;
      terminal.note(
        `${flags.out} is up to date (${count} ${count === 1 ? "file" : "files"})`,
      );
      if (!flags.check && flags.emit !== "openapi")
        printMissingPackages(flags.out, terminal);
    } finally {
      await servers.close();
    }
  });
}
