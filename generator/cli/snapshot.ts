import type { SnapshotFlags } from "../options.js";
import { packCapture, takeSnapshot } from "../snapshot/snapshot.js";
import { writeCaptureFile, writeCaptureFolder } from "../snapshot/write.js";
import { selectedSource } from "./selected-source.js";
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
