import { once } from "node:events";
import type { DocsFlags } from "../options.js";
import { runDocs } from "./docs.js";
import { saying } from "./said.js";
import { withSession } from "./session.js";
import { listen } from "./site-server.js";
import { Terminal, type Streams } from "./terminal.js";

/** `kubewright docs --serve`: writes a site and shows it, until it is interrupted. */
export async function serveDocs(
  flags: DocsFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  // First of all: a port that is taken is not told after a minute's work.
  const server = await saying(flags, streams, () => listen(flags.port ?? 0));
  try {
    const { files } = await withSession(flags, streams, signal, (session) =>
      runDocs(flags, session),
    );
    server.show(
      flags.out,
      files.map(({ path }) => path),
    );
    const terminal = new Terminal(streams, flags);
    terminal.result(server.address);
    terminal.note("Ctrl-C ends it");
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await server.close();
  }
}
