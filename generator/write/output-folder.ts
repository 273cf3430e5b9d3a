import {
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from "node:fs";
import { homedir } from "node:os";
import {
  basename,
  dirname,
  isAbsolute,
  join,
  relative,
  resolve,
  sep,
} from "node:path";
import { failure } from "../diagnostics.js";
import { manifestPath, parseManifest } from "../manifest.js";

/** Where a client is written. */
export interface OutputFolder {
  /** As the user spells it: for messages. */
  readonly label: string;
  /** Absolute and without links: where it really is, or will be. */
  readonly path: string;
  readonly exists: boolean;
  /** The folder that it is in, and what stands there while a client is written. */
  readonly parent: string;
  /** The next client, until it is whole. */
  readonly next: string;
  /** The client before, until it is gone. */
  readonly previous: string;
  /** Says that someone is writing. */
  readonly lock: string;
}

/**
 * Finds the folder, and refuses one that holds more than a client: it is replaced as a whole, and deleted from.
 *
 * @throws {GenerationFailed} `unsafe-output-folder`, `output-is-a-file`, `dangling-link`
 */
export function openOutputFolder(label: string): OutputFolder {
  const path = realPathOf(resolve(label));
  refuseDanglingLink(path, label);
  const exists = existsSync(path);
  if (exists && !statSync(path).isDirectory())
    throw failure({
      code: "output-is-a-file",
      message: `"${label}" is a file where the output folder should be`,
      hint: "--out names a folder, which is made if need be",
    });
  const reason = reasonToRefuse(path);
  if (reason !== undefined)
    throw failure({
      code: "unsafe-output-folder",
      message: `"${label}" ${reason}: a client needs a folder of its own`,
      hint: `for example --out ${join(label, "k8s")}`,
    });
  const parent = dirname(path);
  const hidden = (what: string): string =>
    join(parent, `.${basename(path)}.kubewright-${what}`);
  return {
    label,
    path,
    exists,
    parent,
    next: hidden("next"),
    previous: hidden("previous"),
    lock: hidden("lock"),
  };
}

/** A path without links, as far as there is something. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPathOf(parent), basename(path));
  }
}

/** A link that {@link realPathOf} could not follow. */
function refuseDanglingLink(path: string, label: string): void {
  if (existsSync(path)) return;
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  if (link !== true)
    return dirname(path) === path
      ? undefined
      : refuseDanglingLink(dirname(path), label);
  throw failure({
    code: "dangling-link",
    message: `"${path}" is a symbolic link to "${readlinkSync(path)}", which is not there, and "${label}" leads through it`,
    hint: "make the folder that it leads to, or remove the link",
  });
}

function reasonToRefuse(path: string): string | undefined {
  if (dirname(path) === path) return "is the root of the file system";
  if (holds(path, realPathOf(process.cwd())))
    return "is the working directory, or a folder that holds it";
  if (holds(path, realPathOf(homedir())))
    return "is the home directory, or a folder that holds it";
  if (existsSync(join(path, "package.json")) && !isOwnPackage(path))
    return "is the root of a package (it has a package.json)";
  if (existsSync(join(path, ".git")))
    return "is the root of a repository (it has a .git)";
  return undefined;
}

/** Whether an earlier run made the folder a package. */
function isOwnPackage(path: string): boolean {
  const manifest = join(path, manifestPath);
  if (!existsSync(manifest)) return false;
  const written = parseManifest(readFileSync(manifest, "utf8"));
  return written !== undefined && Object.hasOwn(written.files, "package.json");
}

/** Whether a folder is a path, or has it somewhere below; both without links. */
export function holds(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return (
    way === "" ||
    (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way))
  );
}
