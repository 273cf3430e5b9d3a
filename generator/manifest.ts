import { createHash } from "node:crypto";
import { parseIndexKey } from "./discovery/group-version.js";
import type { OutputFile } from "./emit/emission.js";
import { toolVersion } from "./package-folder.js";
import type { Source } from "./source/source.js";

/** What a client was made from, and which files kubewright wrote: only these are ever overwritten or deleted. */
export interface Manifest {
  readonly tool: "kubewright";
  /** What the folder holds where it is not a client. */
  readonly output?: "site";
  readonly toolVersion: string;
  readonly source: {
    readonly kind: Source["kind"];
    /** For example `v1.37.2`. */
    readonly server?: string;
  };
  /**
   * The hash of each document of a group and version, by its key in the index. Of others, such as `version`, each server of a cluster has one of
   * its own, and the index has the hash of any.
   */
  readonly documents: { readonly [key: string]: string };
  /** The SHA-256 of each file in hexadecimal, by its path below the output folder. This file is not among them. */
  readonly files: { readonly [path: string]: string };
}

/** The manifest's own path. */
export const manifestPath = "manifest.json";

/** Writes down what the files were made from. Documents and files are sorted. */
export function createManifest(
  source: Manifest["source"],
  documents: readonly { readonly key: string; readonly hash: string }[],
  files: readonly OutputFile[],
  output?: Manifest["output"],
): Manifest {
  return {
    tool: "kubewright",
    ...(output && { output }),
    toolVersion,
    source,
    documents: sorted(
      documents
        .filter(({ key }) => parseIndexKey(key).kind === "group-version")
        .map(({ key, hash }) => [key, hash]),
    ),
    files: sorted(files.map(({ path, text }) => [path, sha256(text)])),
  };
}

/** Documents that changed, and all files in the folders of what is made of them. */
export interface ChangedPart {
  readonly documents: readonly {
    readonly key: string;
    readonly hash: string;
  }[];
  readonly folders: readonly string[];
  readonly files: readonly OutputFile[];
}

/**
 * A manifest after a part of its client changed.
 *
 * @param text of the manifest before
 * @returns undefined where files come or go with it
 */
export function withChangedPart(
  text: string,
  { documents, folders, files }: ChangedPart,
): Manifest | undefined {
  const before = JSON.parse(text) as Manifest;
  const inFolders = Object.keys(before.files).filter((path) =>
    folders.some((folder) => path.startsWith(`${folder}/`)),
  );
  const isSame =
    inFolders.length === files.length &&
    files.every(({ path }) => Object.hasOwn(before.files, path));
  if (!isSame) return undefined;
  const hashes = documents.map(({ key, hash }) => [key, hash] as const);
  const written = files.map((file) => [file.path, sha256(file.text)] as const);
  // Keys keep their places.
  return {
    ...before,
    documents: { ...before.documents, ...Object.fromEntries(hashes) },
    files: { ...before.files, ...Object.fromEntries(written) },
  };
}

/** The manifest as a file of the output. */
export function manifestFile(manifest: Manifest): OutputFile {
  return {
    path: manifestPath,
    text: `${JSON.stringify(manifest, null, 2)}\n`,
  };
}

/** Reads a manifest; undefined where the text is not one that kubewright wrote. */
export function parseManifest(
  text: string,
): Pick<Manifest, "files" | "output"> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isManifest =
    typeof value === "object" &&
    value !== null &&
    "tool" in value &&
    value.tool === "kubewright" &&
    "files" in value &&
    typeof value.files === "object" &&
    value.files !== null &&
    Object.values(value.files).every((hash) => typeof hash === "string");
  return isManifest ? (value as Manifest) : undefined;
}

/** In hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function sorted(
  entries: readonly (readonly [string, string])[],
): Readonly<Record<string, string>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
