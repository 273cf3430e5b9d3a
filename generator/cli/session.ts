import type { Diagnostics } from "../diagnostics.js";
import type { CommonFlags } from "../options.js";
import { openSource } from "../source/open.js";
import type { Source } from "../source/source.js";
import { SparingMemory } from "./memory.js";
import { saying } from "./said.js";
import type { Streams, Terminal } from "./terminal.js";

/** What a command works with. */
export interface Session {
  readonly source: Source;
  readonly terminal: Terminal;
  readonly diagnostics: Diagnostics;
  readonly signal: AbortSignal;
}

/** Runs a command on the source that its flags name, which is closed whatever happens, and gives what it gave. */
export async function withSession<Result>(
  flags: CommonFlags,
  streams: Streams,
  signal: AbortSignal,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  return saying(flags, streams, async ({ terminal, diagnostics }) => {
    const source = await openSource(flags.from, flags, diagnostics, signal);
    try {
      return await work({
        source: readingSource(source, terminal),
        terminal,
        diagnostics,
        signal,
      });
    } finally {
      await source.close();
    }
  });
}

/** A source that a command reads: it shows what it is at, and is asked for what is served once. */
export function readingSource(source: Source, terminal: Terminal): Source {
  return discoveredOnce(whileReading(source, terminal));
}

/** Shows how many documents are read, and has memory collected earlier where they are large. */
function whileReading(source: Source, terminal: Terminal): Source {
  return {
    ...source,
    async list(signal) {
      const text = `reading ${source.label}`;
      terminal.progress(text);
      const entries = await source.list(signal);
      const memory = new SparingMemory();
      let done = 0;
      return entries.map((entry) => ({
        ...entry,
        async read(readSignal) {
          const content = await entry.read(readSignal);
          done += 1;
          terminal.progress(text, { done, of: entries.length });
          if (content.kind === "text") memory.add(content.text.length);
          return content;
        },
      }));
    },
  };
}

/** Several stages ask what is served, which some servers say in many answers; it is the same for all of a run. */
function discoveredOnce(source: Source): Source {
  let discovery: ReturnType<Source["discovery"]> | undefined;
  return {
    ...source,
    discovery: (signal) => (discovery ??= source.discovery(signal)),
  };
}
