import type { DocsFlags } from "../options.js";
import { runDocs } from "./docs.js";
import { saying } from "./said.js";
import { withSession } from "./session.js";
import { listen, type SiteServer } from "./site-server.js";
import { Terminal, type Streams } from "./terminal.js";

/** `kubewright docs --serve`: writes a site and shows it, until it is interrupted. */
export async function serveDocs(
  flags: DocsFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  // First of all: a port that is taken is not told after a minute's work.
  const server = await listening(flags, streams);
  try {
    await withSession(flags, streams, signal, async (session) => {
      const site = await runDocs(flags, session);
      server.show(
        flags.out,
        site.files.map(({ path }) => path),
      );
    });
    const terminal = new Terminal(streams, flags);
    terminal.result(server.address);
    terminal.note("Ctrl-C ends it");
    await interruptionOf(signal);
  } finally {
    await server.close();
  }
}

async function listening(
  flags: DocsFlags,
  streams: Streams,
): Promise<SiteServer> {
  let server: SiteServer | undefined;
  await saying(flags, streams, async () => {
    server = await listen(flags.port ?? 0);
  });
  if (server === undefined) throw new Error("nothing listens");
  return server;
}

function interruptionOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
