import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the guide is made from. Paths are from the root of the repository, with `/`. */
export interface Repository {
  /** The texts that have pages, by their paths, sorted. */
  readonly files: ReadonlyMap<string, string>;
  /** Whether there is such a file or folder, with a page or without. */
  readonly has: (path: string) => boolean;
}

/** What has pages: everything written for users and contributors, and all of the examples. */
const shown: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "docs/*.md",
  "examples",
];

/**
 * Reads what git keeps, and what it would if it were added now: neither packages nor generated clients.
 *
 * @throws {Error} where there is no git, or the folder is in none
 */
export function readRepository(root: string): Repository {
  const listed = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard", ...shown],
    { cwd: root, encoding: "utf8" },
  );
  const paths = listed
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(root, path)))
    .filter((path) => !/(?:^|\/)\.[^/]*$/.test(path))
    .sort();
  return {
    files: new Map(
      [...new Set(paths)].map((path) => [
        path,
        readFileSync(join(root, path), "utf8"),
      ]),
    ),
    has: (path) => existsSync(join(root, path)),
  };
}
