import { makeMarkdown } from "../docs/markdown-site.js";
import { makeSite, type Site } from "../docs/site.js";
import { writeSite } from "../docs/write-site.js";
import type { DocsFlags } from "../options.js";
import { readSince } from "./docs-since.js";
import { isUnchanged } from "./print-plan.js";
import { readModel } from "./read-model.js";
import type { Session } from "./session.js";

/**
 * `kubewright docs`: writes a reference site of what a source has.
 *
 * @returns what is in the folder now
 */
export async function runDocs(
  flags: DocsFlags,
  session: Session,
): Promise<Site> {
  const { source, terminal, diagnostics, signal } = session;
  const { published, documents, model, since } =
    flags.since === undefined
      ? { ...(await readModel(flags, session)), since: undefined }
      : await readSince(flags.since, flags, session);
  const server = await source.version(signal);
  const discovery = await source.discovery(signal);
  terminal.progress("making pages");
  const make = flags.format === "markdown" ? makeMarkdown : makeSite;
  const site = make({
    model,
    documents,
    server: server?.gitVersion,
    discovery,
    since,
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
  terminal.note(
    isUnchanged(plan)
      ? `${flags.out} is up to date (${String(plan.unchanged.length)} files)`
      : `wrote ${flags.out}: ${String(site.pages)} pages in ${String(site.files.length)} files; begin with index.${flags.format === "markdown" ? "md" : "html"}`,
  );
  return site;
}
