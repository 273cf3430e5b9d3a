import { makeSite } from "../docs/site.js";
import { writeSite } from "../docs/write-site.js";
import { withFixups } from "../document/fixups/index.js";
import { loadDocuments } from "../document/load.js";
import { buildModel } from "../model/build.js";
import type { DocsFlags } from "../options.js";
import type { Session } from "./session.js";

/** `kubewright docs`: writes a reference site of what a source has. */
export async function runDocs(
  flags: DocsFlags,
  { source, terminal, diagnostics, signal }: Session,
): Promise<void> {
  const published = await loadDocuments(source, flags, diagnostics, signal);
  const server = await source.version(signal);
  const discovery = await source.discovery(signal);
  const documents = withFixups(published);
  const model = buildModel(documents, diagnostics);
  diagnostics.throwIfErrors();
  terminal.progress("making pages");
  const site = makeSite({
    model,
    documents,
    server: server?.gitVersion,
    discovery,
  });
  signal.throwIfAborted();
  terminal.progress(`writing ${flags.out}`);
  const plan = writeSite(
    flags.out,
    site,
    {
      kind: source.kind,
      ...(server === undefined ? {} : { server: server.gitVersion }),
    },
    published,
    diagnostics,
  );
  terminal.end();
  const { created, updated, deleted, unchanged } = plan;
  const changed = created.length + updated.length + deleted.length;
  terminal.note(
    changed === 0
      ? `${flags.out} is up to date (${String(unchanged.length)} files)`
      : `wrote ${flags.out}: ${String(site.pages)} pages in ${String(site.files.length)} files; begin with index.html`,
  );
}
