import { join } from "node:path";

/** The project's root folder. */
export const root = join(import.meta.dirname, "../..");

/**
 * One comparison.
 *
 * @typedef {object} Row
 * @property {string} name what `--only` takes
 * @property {string} title
 * @property {string} capture the capture that both read
 * @property {(run: Run) => readonly string[]} ours what node is started with
 * @property {(run: Run) => readonly string[]} theirs
 */

/**
 * The paths of one run.
 *
 * @typedef {object} Run
 * @property {string} documents the folder of the capture
 * @property {string} merged all of its documents in one file
 * @property {string} out an empty folder
 */

/**
 * A whole generation into an empty folder: types, apply types, paths, clients and runtime, against types alone.
 *
 * @param {string} name
 * @param {string} title
 * @returns {Row}
 */
function coldGeneration(name, title) {
  return {
    name,
    title,
    capture: name,
    ours: ({ documents, out }) => [
      join(root, "dist/generator/cli.js"),
      "generate",
      ...["--from", documents],
      ...["--out", join(out, "k8s")],
      "--quiet",
    ],
    theirs: ({ merged, out }) => [
      join(root, "node_modules/openapi-typescript/bin/cli.js"),
      merged,
      ...["--output", join(out, "types.ts")],
      "--default-non-nullable=false",
      "--empty-objects-unknown",
    ],
  };
}

/** @type {readonly Row[]} */
export const rows = [
  coldGeneration("v1.37", "Kubernetes 1.37, with descriptions"),
  coldGeneration("v1.37-operators", "the same with 72 CRDs of 8 operators"),
];
