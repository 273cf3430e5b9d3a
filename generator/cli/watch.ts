import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { GenerationFailed } from "../diagnostics.js";
import { stampOfSource } from "../incremental/file-stamps.js";
import type { GenerateFlags } from "../options.js";
import { isServer } from "../source/source-spec.js";
import { Terminal, type Streams } from "./terminal.js";
import { WatchedServer } from "./watched-server.js";

/** How often files are looked at, in milliseconds: a stat of each takes microseconds, and works where systems tell of no changes. */
const periodMs = 400;

/** Does the work once. */
type Work = (
  flags: GenerateFlags,
  streams: Streams,
  signal: AbortSignal,
) => Promise<void>;

/**
 * Does the work, and again whenever a file changes that it reads, or what a server publishes. Problems are shown, and it goes on; it comes
 * back when it is interrupted.
 */
export async function watchAndGenerate(
  flags: GenerateFlags,
  streams: Streams,
  signal: AbortSignal,
  work: Work,
): Promise<void> {
  const terminal = new Terminal(streams, flags);
  const files = flags.from.filter(
    (spec) => spec !== "builtin" && !isServer(spec),
  );
  const servers = flags.offline
    ? []
    : flags.from
        .filter(isServer)
        .map((spec) => new WatchedServer(spec, flags, terminal, signal));
  try {
    await Promise.all(servers.map((one) => one.isNew()));
    const problem = await generateAgain(flags, streams, signal, work);
    const ways = await Promise.all(servers.map((one) => one.hasWay()));
    if (problem !== undefined && ways.includes(false)) throw problem;
    for (const file of files)
      if (existsSync(file) && stampOfSource(file) === undefined)
        terminal.note(`${file} is not watched: there is too much in it`);
    terminal.note("watching for changes; Ctrl-C ends it");
    let [made, seen] = [stampOf(files), stampOf(files)];
    for (;;) {
      await delay(periodMs, undefined, { signal });
      const now = stampOf(files);
      // A file that is still being written is waited for.
      const areFilesNew = now !== made && now === seen;
      seen = now;
      const published = await Promise.all(servers.map((one) => one.isNew()));
      if (!areFilesNew && !published.includes(true)) continue;
      made = now;
      await generateAgain({ ...flags, force: false }, streams, signal, work);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await Promise.all(servers.map((one) => one.close()));
  }
}

function stampOf(files: readonly string[]): string {
  return files.map((file) => stampOfSource(file) ?? "").join(" ");
}

/** @returns what is wrong with a source: it is printed, and may be put right */
async function generateAgain(
  flags: GenerateFlags,
  streams: Streams,
  signal: AbortSignal,
  work: Work,
): Promise<GenerationFailed | undefined> {
  try {
    await work(flags, streams, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof GenerationFailed)) throw error;
    return error;
  }
}
