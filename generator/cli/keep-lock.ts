import { isSameServer } from "../incremental/index-stamp.js";
import {
  lockChange,
  writeOutputToLock,
  type LockChange,
} from "../incremental/lock-file.js";
import type { LockedOutput, LockedServer } from "../incremental/lock.js";
import type { GenerateFlags } from "../options.js";
import { toolVersion } from "../package-folder.js";
import type { Run } from "./generate-run.js";

/**
 * Writes down in the lock what the output was made from. What came from files and from kubewright itself lies in the project, or is
 * locked by its package manager: an output without servers is not in the lock.
 *
 * @param servers what was read from each
 * @param isDry only finds out what would become of it
 */
export function keepLock(
  { lockFile, check }: GenerateFlags,
  circumstances: Run["circumstances"],
  servers: readonly LockedServer[],
  isDry: boolean,
): LockChange {
  const { key, locked, options, cache } = circumstances;
  const read: LockedOutput | undefined =
    servers.length === 0 ? undefined : { toolVersion, options, servers };
  const isSame =
    locked !== undefined &&
    read !== undefined &&
    isSameOutput(
      locked,
      read,
      (content) => check || cache?.has(content) === true,
    );
  const output = isSame ? locked : read;
  return isDry
    ? lockChange(lockFile, key, output)
    : writeOutputToLock(lockFile, key, output);
}

function isSameOutput(
  before: LockedOutput,
  after: LockedOutput,
  isKept: (content: string) => boolean,
): boolean {
  return (
    before.toolVersion === after.toolVersion &&
    before.options === after.options &&
    before.servers.length === after.servers.length &&
    after.servers.every((server, position) =>
      isSameServer(
        before.servers[position] ?? { documents: {} },
        server,
        isKept,
      ),
    )
  );
}
