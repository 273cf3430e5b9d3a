import { readFileSync } from "node:fs";
import { join } from "node:path";
import { failure, type Diagnostics } from "./diagnostics.js";
import type { OutputFile } from "./emit/emission.js";
import { manifestFile, manifestPath, type Manifest } from "./manifest.js";
import { whileLocked } from "./write/lock.js";
import { openOutputFolder } from "./write/output-folder.js";
import { checkOutputPaths } from "./write/output-paths.js";
import { planOutput, type OutputPlan } from "./write/plan.js";
import { recover, replaceOutput } from "./write/swap.js";

/** A client in memory, as `generate` gives it. */
export interface Client {
  readonly files: readonly OutputFile[];
  readonly manifest: Manifest;
}

/** How to write. */
export interface WriteOptions {
  /** Only finds out what would be written. */
  readonly dryRun?: boolean;
}

/**
 * Makes a folder hold a client: writes what differs, deletes what an earlier run wrote and this one does not, and leaves everything else alone.
 *
 * It is synchronous on purpose: an interrupt from the keyboard waits until it is done.
 *
 * @returns what was changed, or would be
 * @throws {GenerationFailed} with nothing changed: the folder is not fit for it (`unsafe-output-folder`, `output-is-a-file`, `dangling-link`,
 * `output-not-writable`, `output-locked`), or something stands in the way (`foreign-file`, `symlink-in-output`, `bad-manifest`)
 */
export function writeOutput(
  directory: string,
  client: Client,
  diagnostics: Diagnostics,
  { dryRun = false }: WriteOptions = {},
): OutputPlan {
  const files = [...client.files, manifestFile(client.manifest)];
  checkOutputPaths(files.map(({ path }) => path));
  try {
    const compare = (): OutputPlan => {
      const { plan, warnings } = planOutput(
        openOutputFolder(directory),
        files,
        client.manifest.output,
      );
      for (const warning of warnings) diagnostics.add(warning);
      return plan;
    };
    const folder = openOutputFolder(directory);
    if (dryRun) return compare();
    return whileLocked(folder, () => {
      recover(folder);
      const plan = compare();
      const { created, updated, deleted } = plan;
      if (created.length + updated.length + deleted.length > 0)
        replaceOutput(openOutputFolder(directory), plan);
      return plan;
    });
  } catch (error) {
    throw writeProblem(error, directory);
  }
}

/**
 * Puts some files of a client, its manifest among them, in the place of those that are there. All files of the folder have to be as its
 * manifest says. For runs that are killed, or that write at the same time, it is as with {@link writeOutput}.
 *
 * @param others the paths of the files that stay
 * @param before the text of the manifest that the folder has
 * @returns what was changed; undefined, with nothing changed, where the folder has another manifest by now
 * @throws {GenerationFailed} as {@link writeOutput}
 */
export function replaceFiles(
  directory: string,
  files: readonly OutputFile[],
  others: readonly string[],
  before: string,
): OutputPlan | undefined {
  try {
    const folder = openOutputFolder(directory);
    return whileLocked(folder, () => {
      recover(folder);
      const path = join(folder.path, manifestPath);
      if (readFileSync(path, "utf8") !== before) return undefined;
      const plan: OutputPlan = {
        created: [],
        updated: files,
        deleted: [],
        unchanged: others,
        reasons: new Map(),
      };
      replaceOutput(openOutputFolder(directory), plan);
      return plan;
    });
  } catch (error) {
    throw writeProblem(error, directory);
  }
}

/** The problem that writing had; anything but an error of the file system is given back as it is. */
function writeProblem(error: unknown, directory: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  const { code = "", path } = error as NodeJS.ErrnoException;
  const reasons: { readonly [code: string]: string } = {
    EACCES:
      "the folder that it is in, and all in it, must be writable: a client is put in place as a whole",
    EPERM:
      "the folder that it is in, and all in it, must be writable: a client is put in place as a whole",
    EROFS: "the file system is read-only",
    EBUSY: "it is a mount point, or in use: choose a folder inside of it",
    ENOSPC: "the disk is full",
    EDQUOT: "the quota of the disk is used up",
    ENOTDIR: "something on the way to it is a file",
    ENAMETOOLONG: "its path is too long for this system",
    EXDEV:
      "another file system is mounted inside of it: choose a folder of its own",
  };
  return failure(
    {
      code: "output-not-writable",
      message: `"${directory}" cannot be written (${code}${path === undefined ? "" : ` at "${path}"`})`,
      hint: reasons[code] ?? "choose another folder with --out",
    },
    { cause: error },
  );
}
