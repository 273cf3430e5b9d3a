import type { SnapshotFlags } from "../options.js";
import {
  isNamedBy,
  selectDocuments,
  type Selection,
} from "../discovery/select.js";
import { packCapture, takeSnapshot } from "../snapshot/snapshot.js";
import { writeCaptureFile, writeCaptureFolder } from "../snapshot/write.js";
import type { Diagnostics } from "../diagnostics.js";
import { selectDiscovery } from "../discovery/select-discovery.js";
import { unpublishedGroupVersions } from "../discovery/unpublished.js";
import type { DocumentEntry, Source } from "../source/source.js";
import type { Session } from "./session.js";

/** `kubewright snapshot`: writes what a source has to a folder or a file. */
export async function runSnapshot(
  target: string,
  flags: SnapshotFlags,
  { source, terminal, diagnostics, signal }: Session,
): Promise<void> {
  const files = await takeSnapshot(
    selectedSource(source, flags, diagnostics),
    { withoutDescriptions: flags.withoutDescriptions, diagnostics },
    signal,
  );
  signal.throwIfAborted();
  terminal.progress(`writing ${target}`);
  if (/\.json\.gz$/i.test(target)) writeCaptureFile(target, packCapture(files));
  else writeCaptureFolder(target, files);
  terminal.note(`wrote ${target}: ${files.length} files`);
}

/** A source without what is not selected, neither its documents nor what discovery says of it. */
function selectedSource(
  source: Source,
  selection: Selection,
  diagnostics: Diagnostics,
): Source {
  const { include = [], exclude = [] } = selection;
  if (include.length + exclude.length === 0) return source;
  let selected: Promise<readonly DocumentEntry[]> | undefined;
  const select = async (
    signal: AbortSignal | undefined,
  ): Promise<readonly DocumentEntry[]> => {
    const [entries, discovery] = await Promise.all([
      source.list(signal),
      source.discovery(signal),
    ]);
    const listed = new Set(entries.map(({ key }) => key));
    const unpublished = unpublishedGroupVersions(listed, discovery);
    return selectDocuments(entries, selection, diagnostics, unpublished);
  };
  return {
    ...source,
    list: (signal) => (selected ??= select(signal)),
    async discovery(signal) {
      const discovery = await source.discovery(signal);
      return discovery && selectDiscovery(discovery, isNamedBy(selection));
    },
  };
}
