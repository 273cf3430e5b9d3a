import { GenerationFailed, type Diagnostic } from "../diagnostics.js";

/**
 * Proves that files can stand side by side below one folder, on any file system: no path leaves the folder, and no two are one where case
 * does not count.
 *
 * @throws {GenerationFailed} `unsafe-path`, `path-conflict`
 */
export function checkOutputPaths(paths: readonly string[]): void {
  const problems: Diagnostic[] = [];
  const folders = new Map<string, string>();
  const files = new Map<string, string>();
  for (const path of paths) {
    if (!isSafePath(path)) {
      problems.push({
        severity: "error",
        code: "unsafe-path",
        message: `the path ${JSON.stringify(path)} does not stay below the output folder on every system`,
        hint: "leave the group that it comes from out, with --exclude",
      });
      continue;
    }
    const segments = path.split("/");
    for (const [index] of segments.slice(1).entries()) {
      const folder = segments.slice(0, index + 1).join("/");
      const other = folders.get(fold(folder));
      if (other !== undefined && other !== folder)
        problems.push(conflict(folder, other));
      folders.set(fold(folder), folder);
    }
    const other = files.get(fold(path));
    if (other !== undefined) problems.push(conflict(path, other));
    files.set(fold(path), path);
  }
  for (const [folded, path] of files) {
    const folder = folders.get(folded);
    if (folder !== undefined) problems.push(conflict(path, folder));
  }
  if (problems.length > 0) throw new GenerationFailed(problems);
}

/** Whether a path, with `/`, names something below the folder that it is relative to. */
export function isSafePath(path: string): boolean {
  return path.split("/").every(isSafeSegment);
}

/** What file systems take as one name, in bytes. */
const longestSegment = 255;

function isSafeSegment(segment: string): boolean {
  return (
    Buffer.byteLength(segment) <= longestSegment &&
    // "." and ".." among them: Windows drops a dot at the end of a name.
    /^[\p{L}\p{M}\p{N}_.~@$+-]*[\p{L}\p{M}\p{N}_~@$+-]$/u.test(segment) &&
    !/^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/i.test(segment)
  );
}

function conflict(path: string, other: string): Diagnostic {
  return {
    severity: "error",
    code: "path-conflict",
    message:
      path === other
        ? `two things would be written to "${path}"`
        : `"${path}" and "${other}" are the same where case does not count`,
    hint: "leave one of the groups that they come from out, with --exclude",
  };
}

function fold(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
