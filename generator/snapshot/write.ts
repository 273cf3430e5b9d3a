import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { failure } from "../diagnostics.js";
import { maximumCaptureBytes } from "../limits.js";
import type { OutputFile } from "../emit/emission.js";
import { isCapture } from "../source/capture.js";
import { parseIndex } from "../source/openapi-index.js";
import { makeFolder } from "../write/make-folder.js";
import { checkOutputPaths } from "../write/output-paths.js";

/**
 * Writes a packed capture in one step: the file is the old one or the new one at any moment.
 *
 * @throws {GenerationFailed} `foreign-file` where there is a file that is no capture
 */
export function writeCaptureFile(path: string, content: Uint8Array): void {
  writing(path, () => {
    if (existsSync(path) && !isPackedCapture(readFileSync(path)))
      throw failure({
        code: "foreign-file",
        message: `"${path}" is there, and is not a capture that kubewright wrote`,
        hint: "move it away, or name a file that is not there yet",
      });
    makeFolder(dirname(resolve(path)));
    const next = hiddenBeside(path, "next");
    try {
      writeFileSync(next, content);
      renameSync(next, path);
    } finally {
      rmSync(next, { force: true });
    }
  });
}

/**
 * Writes a capture as a folder, in the place of one that is there.
 *
 * @throws {GenerationFailed} `foreign-file` where the folder holds anything that is not of a capture
 */
export function writeCaptureFolder(
  path: string,
  files: readonly OutputFile[],
): void {
  checkOutputPaths(files.map((file) => file.path));
  writing(path, () => {
    refuseForeignFiles(path);
    makeFolder(dirname(resolve(path)));
    const next = hiddenBeside(path, "next");
    const previous = hiddenBeside(path, "previous");
    try {
      rmSync(next, { recursive: true, force: true });
      for (const file of files) {
        mkdirSync(dirname(join(next, file.path)), { recursive: true });
        writeFileSync(join(next, file.path), file.text);
      }
      rmSync(previous, { recursive: true, force: true });
      if (existsSync(path)) renameSync(path, previous);
      renameSync(next, path);
      rmSync(previous, { recursive: true, force: true });
    } finally {
      rmSync(next, { recursive: true, force: true });
    }
  });
}

function isPackedCapture(content: Uint8Array): boolean {
  try {
    return isCapture(
      JSON.parse(
        gunzipSync(content, { maxOutputLength: maximumCaptureBytes }).toString(
          "utf8",
        ),
      ),
    );
  } catch {
    return false;
  }
}

function refuseForeignFiles(path: string): void {
  if (!existsSync(path)) return;
  const isFolder = statSync(path).isDirectory();
  const names = isFolder
    ? readdirSync(path, { recursive: true, encoding: "utf8" })
    : [];
  const indexPath = join(path, "index.json");
  const index = existsSync(indexPath)
    ? parseIndex(readFileSync(indexPath, "utf8"), indexPath)
    : [];
  const known = new Set([
    "index.json",
    "_version.json",
    "_discovery/api.json",
    "_discovery/apis.json",
    "_openapi-v2.json",
    ...index.map(({ key }) => `${key}.json`),
  ]);
  const foreign = names
    .map((name) => name.replaceAll("\\", "/"))
    .find(
      (name) => !known.has(name) && !statSync(join(path, name)).isDirectory(),
    );
  if (isFolder && foreign === undefined) return;
  throw failure({
    code: "foreign-file",
    message: isFolder
      ? `"${join(path, foreign ?? "")}" is not of a capture, and "${path}" would be replaced`
      : `"${path}" is a file; a capture is a folder, or a file whose name ends in .json.gz`,
    hint: "name a folder that is not there yet, or one that holds a capture and nothing else",
  });
}

function hiddenBeside(path: string, what: string): string {
  const absolute = resolve(path);
  return join(dirname(absolute), `.${basename(absolute)}.kubewright-${what}`);
}

function writing(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    const { code = "" } = error as NodeJS.ErrnoException;
    throw failure(
      {
        code: "output-not-writable",
        message: `"${path}" cannot be written (${code})`,
        hint: "the folder that it is in must be there and be writable",
      },
      { cause: error },
    );
  }
}
