import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { unfinished } from "./private-file.js";

/** What the cache keeps; whatever else is in its folder is somebody else's. */
const folders: readonly string[] = ["documents", "outputs"];

/** After this time, in milliseconds, who began a file will not end it any more. */
const abandonedMs: number = 60 * 60 * 1000;

interface Kept {
  readonly path: string;
  readonly bytes: number;
  /** When it was written or used, in milliseconds since 1970. */
  readonly used: number;
}

/**
 * Makes a cache as small as it may be: what was used last stays. What killed runs left behind goes in any case.
 *
 * @param maximumBytes of all files together
 */
export function prune(cache: string, maximumBytes: number): void {
  const kept: Kept[] = [];
  for (const file of folders.flatMap((name) => filesBelow(join(cache, name))))
    if (!file.path.endsWith(unfinished)) kept.push(file);
    else if (Date.now() - file.used > abandonedMs)
      rmSync(file.path, { force: true });
  let bytes = 0;
  for (const file of kept.sort((a, b) => b.used - a.used)) {
    bytes += file.bytes;
    if (bytes > maximumBytes) rmSync(file.path, { force: true });
  }
}

/** Other runs add and delete at the same time: what is gone is passed over. */
function filesBelow(folder: string): readonly Kept[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    if (stats.isDirectory()) return filesBelow(path);
    return [{ path, bytes: stats.size, used: stats.mtimeMs }];
  });
}
