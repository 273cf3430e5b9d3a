import {
  kubewright,
  openapiTypescript,
  otherGenerators,
} from "../generators.mjs";

/** @typedef {import("../compare.mjs").Row} Row */

/**
 * A whole generation from a capture into an empty folder, against what a peer makes of the same documents, merged into one.
 *
 * @param {string} name
 * @param {string} title
 * @param {string} capture
 * @param {import("../generators.mjs").Generator} peer
 * @param {Row["targets"]} targets
 * @returns {Row}
 */
function coldGeneration(name, title, capture, peer, targets = {}) {
  return {
    name,
    title,
    section: "generating",
    peer: peer.title,
    packages: peer.packages,
    needs: ["captures", ...(peer.needs === undefined ? [] : [peer.needs])],
    targets,
    quick: name === "v1.37",
    ours: (inputs, out) =>
      kubewright([inputs.capture(capture).documents], out, peer.node?.()),
    theirs: (inputs, out) => peer.command(inputs.capture(capture).merged, out),
  };
}

/**
 * A whole generation from made-up custom resources, against the same from half as many: where it grows linearly, twice of all.
 *
 * @param {number} kinds
 * @returns {Row}
 */
function growth(kinds) {
  const side = (count) => (inputs, out) =>
    kubewright(["builtin", inputs.synthetic(count).documents], out);
  return {
    name: `growth-${kinds}`,
    title: `${kinds} custom resources, ${kinds / 10} MiB`,
    section: "growing",
    peer: "kubewright on half of them",
    targets: { wallMs: 2, peakMiB: 2 },
    ours: side(kinds),
    theirs: side(kinds / 2),
  };
}

/**
 * What twice as many custom resources add to a generation, against what they add to a peer's.
 *
 * @param {import("../generators.mjs").Generator} peer
 * @returns {Row}
 */
function slope(peer) {
  const kinds = peer.slopeKinds ?? 200;
  const side = (command) => (inputs, out) => ({
    ...command(inputs.synthetic(kinds), out),
    less: command(inputs.synthetic(kinds / 2), out),
  });
  return {
    name: `slope-${peer.name}`,
    title: `what ${kinds / 2} more custom resources add, ${kinds / 20} MiB`,
    section: "growing",
    peer: peer.title,
    packages: peer.packages,
    needs: peer.needs === undefined ? [] : [peer.needs],
    targets: { wallMs: 1, peakMiB: 1 },
    ours: side(({ documents }, out) =>
      kubewright([documents], out, peer.node?.()),
    ),
    theirs: side(({ merged }, out) => peer.command(merged, out)),
  };
}

const title = "Kubernetes 1.37, with descriptions";
const targets = { wallMs: 0.25, peakMiB: 0.7 };

/** @type {readonly Row[]} */
export const generatingRows = [
  coldGeneration("v1.37", title, "v1.37", openapiTypescript, targets),
  coldGeneration(
    "v1.37-operators",
    "the same with 72 CRDs of 8 operators",
    "v1.37-operators",
    openapiTypescript,
    targets,
  ),
  ...otherGenerators.map((peer) =>
    coldGeneration(`v1.37-${peer.name}`, title, "v1.37", peer),
  ),
  ...[250, 500, 1000].map(growth),
  ...[openapiTypescript, ...otherGenerators].map(slope),
];
