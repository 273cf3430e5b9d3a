import { join } from "node:path";

import { newerNode, peers } from "../places.mjs";
import { eventCount, podCount } from "../watch/start-server.mjs";

/** @typedef {import("../compare.mjs").Row} Row */

const clientNode = {
  peer: "@kubernetes/client-node",
  packages: ["@kubernetes/client-node"],
  needs: ["peers"],
};
const undici = { peer: "undici", packages: ["undici"] };

const listScript = (name) => join(peers, "list", `${name}.mjs`);
const watchScript = (name) => join(peers, "watch", `${name}.mjs`);

/** How often a process lists: importing is a part of what it takes, but not most of it. */
const times = "5";

/** @type {(compression: "none" | "gzip" | "default", program?: string) => Row["ours"]} */
const list = (compression, program) => async (inputs, out) => {
  const { kubeconfig } = await inputs.listServer();
  const count = join(out, "count");
  return {
    program,
    args: [listScript("kubewright"), kubeconfig, times, compression, count],
    writes: count,
  };
};

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
    section: "listing",
    ...undici,
    targets: { cpuMs: 1.15 },
    quick: compression === "none",
    ours: list(compression),
    theirs: async (inputs, out) => {
      const { url, certificate } = await inputs.listServer();
      const count = join(out, "count");
      const input = [url, certificate, times, compression, count];
      return { args: [listScript("undici"), ...input], writes: count };
    },
  };
}

/** @type {Row} */
const listAgainstClientNode = {
  name: "list-client-node",
  title: "10,000 pods, each client as it is by default",
  section: "listing",
  ...clientNode,
  targets: { cpuMs: 0.5 },
  ours: (inputs, out) => list("default", newerNode())(inputs, out),
  theirs: async (inputs, out) => {
    const { kubeconfig } = await inputs.listServer();
    const count = join(out, "count");
    return {
      program: newerNode(),
      args: [listScript("client-node"), kubeconfig, times, count],
      writes: count,
    };
  },
};

/** @type {(what: string, node?: () => string) => Row["ours"]} */
const watch = (what, node) => async (inputs, out) => {
  const { url } = await inputs.watchServer();
  const versions = join(out, "versions");
  return {
    program: node?.(),
    args: [watchScript(what), url, String(eventCount), times, versions],
    writes: versions,
  };
};

/** A watch that brings 10,000 changes of pods. */
const watching = {
  title: "10,000 events of pods",
  section: "watching",
};

/** @type {(way: string, node?: () => string) => Row["ours"]} */
const hold = (way, node) => async (inputs, out) => {
  const { url } = await inputs.watchServer();
  const measured = join(out, "held.json");
  return {
    program: node?.(),
    args: [
      ...["--expose-gc", "--max-old-space-size=8192"],
      ...[watchScript("hold"), way, url, String(podCount), measured],
    ],
    measured,
  };
};

/** What is held in memory of 100,000 pods. */
const holding = {
  title: "100,000 pods",
  section: "holding",
  costs: ["heldMiB", "wallMs", "cpuMs", "peakMiB"],
};
const objectsAlone = {
  peer: "the objects alone",
  packages: [],
  theirs: hold("objects"),
};

/** @type {readonly Row[]} */
export const servingRows = [
  listAgainstUndici("list", "10,000 pods, as they are", "none"),
  listAgainstUndici("list-gzip", "10,000 pods, compressed", "gzip"),
  listAgainstClientNode,
  {
    name: "watch",
    ...watching,
    ...undici,
    targets: { cpuMs: 1.25 },
    quick: true,
    ours: watch("kubewright"),
    theirs: watch("undici"),
  },
  {
    name: "watch-client-node",
    ...watching,
    ...clientNode,
    targets: {},
    ours: watch("kubewright", newerNode),
    theirs: watch("client-node", newerNode),
  },
  {
    name: "informer",
    ...holding,
    ...objectsAlone,
    targets: { heldMiB: 1.2 },
    ours: hold("kubewright"),
  },
  {
    name: "informer-metadata",
    ...holding,
    title: "100,000 pods, of which a `transform` keeps the metadata",
    ...objectsAlone,
    targets: {},
    ours: hold("kubewright-metadata-only"),
  },
  {
    name: "informer-client-node",
    ...holding,
    ...clientNode,
    targets: {},
    ours: hold("kubewright", newerNode),
    theirs: hold("client-node", newerNode),
  },
];
