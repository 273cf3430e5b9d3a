import { lstatSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { failure, GenerationFailed, type Diagnostic } from "../diagnostics.js";
import type { OutputFile } from "../emit/emission.js";
import {
  manifestPath,
  parseManifest,
  sha256,
  type Manifest,
} from "../manifest.js";
import type { OutputFolder } from "./output-folder.js";
import { isSafePath } from "./output-paths.js";

/** What has to change in a folder for it to hold a client. Paths are sorted. */
export interface OutputPlan {
  readonly created: readonly OutputFile[];
  readonly updated: readonly OutputFile[];
  /** Files that an earlier run wrote, and this one does not. */
  readonly deleted: readonly string[];
  readonly unchanged: readonly string[];
  /** Why files are created, updated or deleted, where there is more to say than that. */
  readonly reasons: ReadonlyMap<string, ChangeReason>;
}

/** What a file has that it should not, seen from what the manifest says was written. */
export type ChangeReason =
  | "deleted by hand"
  | "edited by hand"
  | "edited by hand, and its source changed"
  | "other ends of lines";

/**
 * Compares what there is with what there should be. A file that is what it should be is taken for kubewright's, listed or not: of a
 * client whose manifest was deleted, that makes it whole again.
 *
 * @param output what is written where it is not a client: one is not put in the place of the other
 * @throws {GenerationFailed} `foreign-file` for each file in the way that kubewright did not write, `symlink-in-output`, `bad-manifest`
 */
export function planOutput(
  folder: OutputFolder,
  files: readonly OutputFile[],
  output: Manifest["output"],
): { readonly plan: OutputPlan; readonly warnings: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  const written = readWritten(folder, output);
  const created: OutputFile[] = [];
  const updated: OutputFile[] = [];
  const unchanged: string[] = [];
  const reasons = new Map<string, ChangeReason>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const found = examine(folder, file.path);
    const old = written.get(file.path);
    if (found.kind === "absent") {
      created.push(file);
      if (old !== undefined) reasons.set(file.path, "deleted by hand");
    } else if (found.kind === "obstacle")
      problems.push(inTheWay(folder, found.path, found));
    else if (found.content.equals(Buffer.from(file.text)))
      unchanged.push(file.path);
    else if (old === undefined)
      problems.push(inTheWay(folder, file.path, found));
    else {
      updated.push(file);
      const reason = reasonOf(found.content, file, old);
      if (reason !== undefined) reasons.set(file.path, reason);
      if (isEdited(found.content, old))
        warnings.push(edited(folder, file.path, "overwrites"));
    }
  }
  const wanted = new Set(files.map(({ path }) => path));
  const deleted: string[] = [];
  for (const [path, old] of written) {
    if (wanted.has(path)) continue;
    const found = examine(folder, path);
    if (found.kind === "absent") continue;
    if (found.kind === "obstacle") {
      problems.push(inTheWay(folder, found.path, found));
      continue;
    }
    deleted.push(path);
    if (!isEdited(found.content, old)) continue;
    reasons.set(path, "edited by hand, and its source changed");
    warnings.push(edited(folder, path, "deletes"));
  }
  if (problems.length > 0) throw new GenerationFailed(unique(problems));
  return {
    plan: { created, updated, deleted: deleted.sort(), unchanged, reasons },
    warnings,
  };
}

/**
 * The files that the manifest lists, with their hashes; the manifest itself has none.
 *
 * @throws {GenerationFailed} `bad-manifest` where it is kubewright's, and cannot be read any more; `foreign-file` where it is of another output
 */
function readWritten(
  folder: OutputFolder,
  output: Manifest["output"],
): ReadonlyMap<string, string> {
  const found = examine(folder, manifestPath);
  const text = found.kind === "file" ? found.content.toString("utf8") : "";
  const manifest = parseManifest(text);
  if (manifest === undefined) {
    if (/"tool":\s*"kubewright"/.test(text)) throw damaged(folder, text);
    return new Map();
  }
  if (manifest.output !== output) throw ofAnotherOutput(folder, output);
  const unsafe = Object.keys(manifest.files).find((path) => !isSafePath(path));
  if (unsafe !== undefined)
    throw new GenerationFailed([
      {
        severity: "error",
        code: "bad-manifest",
        message: `the manifest lists ${JSON.stringify(unsafe)}, which is not below "${folder.label}"`,
        hint: "it was changed by hand: take it back to what kubewright wrote, or choose another --out",
        at: { document: join(folder.label, manifestPath) },
      },
    ]);
  return new Map([...Object.entries(manifest.files), [manifestPath, ""]]);
}

/** All of it would be deleted, by a manifest that lists it. */
function ofAnotherOutput(
  folder: OutputFolder,
  output: Manifest["output"],
): GenerationFailed {
  const [held, wanted] =
    output === "site" ? ["client", "site"] : ["site", "client"];
  return failure({
    code: "foreign-file",
    message: `"${folder.label}" holds a ${held} that kubewright generated, and no ${wanted}`,
    hint: `choose another --out: a ${wanted} has a folder of its own`,
  });
}

/** Which files are kubewright's, nobody can say then; that all of them are in the way would be no help. */
function damaged(folder: OutputFolder, text: string): GenerationFailed {
  const merged = /^<{7} /m.test(text);
  return failure({
    code: "bad-manifest",
    message: merged
      ? "the manifest has the marks of a merge in it"
      : "the manifest was changed, and cannot be read any more",
    hint: `${merged ? "take either side of it" : "take it back to what was committed"}, or delete "${folder.label}", and generate again`,
    at: { document: join(folder.label, manifestPath) },
  });
}

type Found =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly content: Buffer }
  | {
      readonly kind: "obstacle";
      readonly what: "file" | "folder" | "link" | "something else";
      /** What it is that stands there: the path, or a folder above it. */
      readonly path: string;
    };

/** What stands at a path. A link is never followed: it may lead anywhere. */
function examine(folder: OutputFolder, path: string): Found {
  const segments = path.split("/");
  for (const [index] of segments.entries()) {
    const part = segments.slice(0, index + 1).join("/");
    const stats = statsOf(join(folder.path, part));
    if (stats === undefined) return { kind: "absent" };
    const isLast = index === segments.length - 1;
    if (stats.isSymbolicLink())
      return { kind: "obstacle", what: "link", path: part };
    if (stats.isDirectory() && isLast)
      return { kind: "obstacle", what: "folder", path: part };
    if (!stats.isDirectory() && !isLast)
      return { kind: "obstacle", what: "file", path: part };
    if (!stats.isDirectory() && !stats.isFile())
      return { kind: "obstacle", what: "something else", path: part };
  }
  return { kind: "file", content: readFileSync(join(folder.path, path)) };
}

function statsOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function inTheWay(
  folder: OutputFolder,
  path: string,
  found: Found,
): Diagnostic {
  const place = join(folder.label, path);
  if (found.kind === "obstacle" && found.what === "link")
    return {
      severity: "error",
      code: "symlink-in-output",
      message: `"${place}" is a symbolic link where output should go`,
      hint: "remove the link, or choose another --out",
    };
  const what = found.kind === "obstacle" ? found.what : "file";
  return {
    severity: "error",
    code: "foreign-file",
    message: `"${place}" stands where output should go, and is a ${what} that kubewright did not write`,
    hint: "move it away, or choose another --out: only files listed in manifest.json are overwritten",
  };
}

/** Git may have turned the ends of lines into those of Windows, which is nobody's change. The manifest has no hash. */
function isEdited(content: Buffer, written: string): boolean {
  if (written === "" || sha256(content) === written) return false;
  const text = content.toString("latin1").replaceAll("\r\n", "\n");
  return sha256(Buffer.from(text, "latin1")) !== written;
}

/** Why a file is not what it should be; undefined where its source changed, which is the usual case. */
function reasonOf(
  content: Buffer,
  { text }: OutputFile,
  written: string,
): ChangeReason | undefined {
  if (written === "") return undefined;
  const isStale = sha256(text) !== written;
  if (isEdited(content, written))
    return isStale
      ? "edited by hand, and its source changed"
      : "edited by hand";
  return isStale ? undefined : "other ends of lines";
}

function edited(
  folder: OutputFolder,
  path: string,
  consequence: "deletes" | "overwrites",
): Diagnostic {
  return {
    severity: "warning",
    code: "edited-file",
    message: `"${join(folder.label, path)}" was changed since it was generated; generating ${consequence} it`,
    hint: "put what you need beside the output: generated files are made anew each time",
  };
}

function unique(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const byMessage = new Map(
    problems.map((problem) => [problem.message, problem]),
  );
  return [...byMessage.values()];
}
