import { lstatSync, readFileSync, readdirSync, statSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { sha256 } from "../manifest.js";

/** Of a source; whoever has more files in it has other things in it as well, and they are read each time. */
const maximumEntries = 5_000;

/**
 * Says whether the files of an output are as they were, by their sizes and times, and by the numbers that the system gives them: whoever writes a
 * file anew, or sets its times back, is noticed.
 */
export function stampOfOutput(
  folder: string,
  paths: readonly string[],
): string {
  return sha256(
    paths
      .map((path) =>
        spell(
          path,
          lstatSync(join(folder, path), {
            bigint: true,
            throwIfNoEntry: false,
          }),
        ),
      )
      .join("\n"),
  );
}

/** As {@link stampOfOutput}, by what is in the files. */
export function contentsOfOutput(
  folder: string,
  paths: readonly string[],
): string {
  return contentsOf(
    paths.map((path) => [path, contentOf(join(folder, path))] as const),
  );
}

/** What {@link contentsOfOutput} gives where the files have these hashes, by their paths. */
export function contentsOf(
  hashes: readonly (readonly [path: string, hash: string])[],
): string {
  return sha256(hashes.map((each) => each.join(" ")).join("\n"));
}

function contentOf(path: string): string {
  try {
    return lstatSync(path).isFile() ? sha256(readFileSync(path)) : "no file";
  } catch {
    return "unreadable";
  }
}

/** As {@link stampOfOutput}, for files that are read: links are followed. */
export function stampOfFiles(paths: readonly string[]): string {
  return sha256(
    paths
      .map((path) =>
        spell(path, statSync(path, { bigint: true, throwIfNoEntry: false })),
      )
      .join("\n"),
  );
}

/**
 * Says whether the file or the folder that `--from` names is as it was, with all that may be read of it.
 *
 * @returns undefined where that cannot be said: it is too large, there is none, or it is a pipe
 */
export function stampOfSource(source: string): string | undefined {
  const path = resolve(source);
  const paths: string[] = [];
  try {
    collect(path, paths);
  } catch {
    return undefined;
  }
  if (paths.length > maximumEntries) return undefined;
  // What was discovered may stand beside a folder.
  const beside = ["api", "apis"].map((what) =>
    join(dirname(path), `${basename(path)}.discovery-${what}.json`),
  );
  return stampOfFiles([...paths, ...beside]);
}

/** A link that leads back ends with the limit. What is no file, such as a pipe, has another content each time. */
function collect(path: string, paths: string[]): void {
  paths.push(path);
  if (paths.length > maximumEntries) return;
  const stats = statSync(path);
  if (stats.isFile()) return;
  if (!stats.isDirectory()) throw new Error(`${path} is no file`);
  for (const name of readdirSync(path).sort()) collect(join(path, name), paths);
}

function spell(path: string, stats: BigIntStats | undefined): string {
  if (stats === undefined) return `${path} -`;
  const { size, mtimeNs, ctimeNs, ino, mode } = stats;
  return [path, size, mtimeNs, ctimeNs, ino, mode].join(" ");
}
