import { stat } from "node:fs/promises";
import { failure, GenerationFailed, type Diagnostics } from "../diagnostics.js";
import { builtinSource } from "./builtin.js";
import { readCrdFile, readCrdFolder } from "./crd-files.js";
import { publishCrds, type Crds } from "./crds.js";
import { directorySource, isDirectorySource } from "./directory.js";
import { fileSource } from "./file.js";
import { unreadable } from "./file-text.js";
import { layeredSource } from "./layers.js";
import { checkServers, openServer, type SourceOptions } from "./open-server.js";
import { isServer, type SourceSpec } from "./source-spec.js";
import { parseStructuredText } from "../structured-text.js";
import type { Source } from "./source.js";

export type { SourceSpec } from "./source-spec.js";
export { refuseSharedCredentials, type SourceOptions } from "./open-server.js";

/**
 * Opens what `--from` names; several are laid over each other, the later over the earlier.
 *
 * Nothing is asked of a server yet. The source has to be closed.
 *
 * @throws {GenerationFailed} where a spec names nothing that there is
 */
export async function openSource(
  specs: readonly SourceSpec[],
  options: SourceOptions,
  diagnostics: Diagnostics,
  signal?: AbortSignal,
): Promise<Source> {
  checkServers(specs, options, diagnostics);
  return openSourceOf(
    specs,
    (spec) => openServer(spec, options, diagnostics),
    diagnostics,
    signal,
  );
}

/** As {@link openSource}, of servers that are opened by the caller's own rules, and were checked. */
export async function openSourceOf(
  specs: readonly SourceSpec[],
  serverOf: ServerOpener,
  diagnostics: Diagnostics,
  signal?: AbortSignal,
): Promise<Source> {
  const opened = await openEach(specs, serverOf, diagnostics, signal);
  const sources = publishCrds(opened, diagnostics);
  const [only, ...others] = sources;
  return only !== undefined && others.length === 0
    ? only
    : layeredSource(sources, diagnostics);
}

/** Opens a server that `--from` names; it is called for each of them, in their order. */
export type ServerOpener = (spec: SourceSpec) => Source;

/** What is wrong with one does not keep what is wrong with the others from being said. */
async function openEach(
  specs: readonly SourceSpec[],
  serverOf: ServerOpener,
  diagnostics: Diagnostics,
  signal: AbortSignal | undefined,
): Promise<readonly (Crds | Source)[]> {
  const opened: (Crds | Source)[] = [];
  for (const spec of specs)
    try {
      opened.push(await openOne(spec, serverOf, diagnostics, signal));
    } catch (error) {
      if (!(error instanceof GenerationFailed) || specs.length === 1)
        throw error;
      for (const problem of error.diagnostics) diagnostics.add(problem);
    }
  diagnostics.throwIfErrors();
  return opened;
}

async function openOne(
  spec: SourceSpec,
  serverOf: ServerOpener,
  diagnostics: Diagnostics,
  signal: AbortSignal | undefined,
): Promise<Crds | Source> {
  if (spec === "builtin") return builtinSource();
  if (isServer(spec)) return serverOf(spec);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(spec))
    throw failure({
      code: "bad-source",
      message: `"${spec.split("://")[0] ?? ""}:" is not a kind of URL that can be read from`,
      hint: "--from takes builtin, cluster, an http: or https: URL, a folder or a file",
    });
  if (await isFolder(spec)) {
    if (await isDirectorySource(spec)) return directorySource(spec);
    const crds = await readCrdFolder(spec, diagnostics, signal);
    return crds === undefined
      ? directorySource(spec)
      : { kind: "definitions", label: spec, crds };
  }
  const read = await readCrdFile(spec, diagnostics, signal);
  if (!("kind" in read))
    return { kind: "definitions", label: spec, crds: read };
  const value =
    read.kind === "value"
      ? read.value
      : await parseStructuredText(read.text, spec);
  return fileSource(spec, value);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}
