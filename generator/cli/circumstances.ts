import { createRequire } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, cacheMaximum } from "../cache/cache-folder.js";
import { DocumentCache } from "../cache/document-cache.js";
import { stampOfFiles, stampOfSource } from "../incremental/file-stamps.js";
import { outputKey, readLock } from "../incremental/lock-file.js";
import { lockedOutput } from "../incremental/lock.js";
import { sha256 } from "../manifest.js";
import type { GenerateFlags } from "../options.js";
import { toolVersion } from "../package-folder.js";
import { isWholeConfig, prettierConfigFiles } from "../prettier-config.js";
import { isServer } from "../source/source-spec.js";
import { openOutputFolder, type OutputFolder } from "../write/output-folder.js";
import type { ServerCircumstances } from "./servers.js";
import type { Streams } from "./terminal.js";

/** What a run of `generate` knows before it reads anything. */
export interface Circumstances extends ServerCircumstances {
  readonly folder: OutputFolder;
  /** Of what decides what is made beside what is read; undefined where that cannot be said. */
  readonly made: string | undefined;
  /** Of each source, in the order of `--from`: of files, taken before they are read; undefined for servers, and where it cannot be said. */
  readonly stamps: readonly (string | undefined)[];
}

/** @throws {GenerationFailed} where the folder or the lock do not do */
export function circumstancesOf(
  flags: GenerateFlags,
  { environment }: Streams,
): Circumstances {
  const folder = openOutputFolder(flags.out);
  const { lockFile } = flags;
  const key = outputKey(resolve(lockFile), folder.path);
  const kept = flags.cache ? cacheFolder({ environment }) : undefined;
  return {
    folder,
    key,
    locked: lockedOutput(readLock(lockFile), key, lockFile),
    options: optionsHash(flags),
    cache:
      kept === undefined
        ? undefined
        : new DocumentCache(kept, cacheMaximum({ environment })),
    made: madeWith(flags, folder.path),
    stamps: flags.from.map((spec) => {
      if (isServer(spec)) return undefined;
      return spec === "builtin" ? toolVersion : stampOfSource(spec);
    }),
  };
}

/** The hash of the options that say what is read, the same on every machine. Which way leads to a server is not among them. */
function optionsHash({
  from,
  include = [],
  exclude = [],
  lockFile,
}: GenerateFlags): string {
  const folder = dirname(resolve(lockFile));
  const sources = from.map((spec) => {
    if (spec === "builtin" || spec === "cluster") return spec;
    if (isServer(spec)) return /\/openapi\/v2\/*$/.test(spec) ? "v2" : "url";
    return `./${relative(folder, resolve(spec)).replaceAll("\\", "/")}`;
  });
  return sha256(JSON.stringify({ sources, include, exclude }));
}

function madeWith(flags: GenerateFlags, out: string): string | undefined {
  const { from, include, exclude, emit, importExtension } = flags;
  const configs = prettierConfigFiles(out);
  if (!configs.every(isWholeConfig)) return undefined;
  const prettier =
    configs.length === 0
      ? []
      : [createRequire(import.meta.url).resolve("prettier/package.json")];
  return sha256(
    JSON.stringify([
      toolVersion,
      // Whoever works on kubewright builds it anew under the same version.
      stampOfFiles([fileURLToPath(import.meta.url), ...configs, ...prettier]),
      from.map((spec) => (isServer(spec) ? "" : resolve(spec))),
      [include, exclude, emit, importExtension, flags.package],
    ]),
  );
}
