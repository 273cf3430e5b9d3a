import { statSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { treeOf } from "../unit/source-fixtures.js";
import { kubewright, type Outcome } from "./command-line.js";
// It is loaded when it is needed, which on a slow machine is more than the time of a test.
import "../../generator/cli/regenerate.js";

/** A project of a user's, with a cache that is its own. */
export interface Project {
  readonly folder: string;
  readonly out: string;
  readonly lock: string;
  readonly cache: string;
  /** Runs `kubewright generate` in it. */
  generate(...args: readonly string[]): Promise<Outcome>;
  /** The content of all files of the output. */
  tree(): Record<string, string | undefined>;
  /** When each file of the output was written. */
  times(): Record<string, bigint>;
}

/** Makes a project whose client is of what `--from` names. */
export function projectOf(
  from: string,
  environment: { readonly [name: string]: string } = {},
): Project {
  const folder = temporaryFolder();
  const dependencies = { undici: "^7", yaml: "^2", "@types/node": "^20" };
  writeFiles(folder, { "package.json": JSON.stringify({ dependencies }) });
  const out = join(folder, "k8s");
  const cache = join(folder, "cache");
  const tree = (): Record<string, string | undefined> => treeOf(out);
  return {
    folder,
    out,
    cache,
    lock: join(folder, "kubewright.lock.json"),
    tree,
    generate: (...args) =>
      kubewright(["generate", "--from", from, "--out", out, ...args], {
        environment: { KUBEWRIGHT_CACHE_DIR: cache, ...environment },
      }),
    times: () => {
      const files = Object.entries(tree()).filter(
        ([, content]) => content !== undefined,
      );
      return Object.fromEntries(
        files.map(([path]) => [
          path,
          statSync(join(out, path), { bigint: true }).mtimeNs,
        ]),
      );
    },
  };
}
