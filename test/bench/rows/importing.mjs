import { join } from "node:path";

import { newerNode } from "../places.mjs";

/** @typedef {import("../compare.mjs").Row} Row */

const script = join(import.meta.dirname, "../importing/measure.mjs");

/** @type {(way: string) => Row["ours"]} */
const load = (way) => async (inputs, out) => {
  const { kubeconfig } = await inputs.listServer();
  const measured = join(out, "measured.json");
  return {
    program: newerNode(),
    args: [script, way, kubeconfig, measured],
    measured,
  };
};

/**
 * @param {string} name
 * @param {string} title
 * @param {readonly [string, string]} ways ours and theirs, of `measure.mjs`
 * @param {number} most
 * @returns {Row}
 */
function importAgainst(name, title, [ours, theirs], most) {
  return {
    name,
    title,
    section: "importing",
    peer: "@kubernetes/client-node",
    packages: ["@kubernetes/client-node"],
    needs: ["peers"],
    costs: ["importMs", "importMiB"],
    targets: { importMs: most, importMiB: most },
    ours: load(ours),
    theirs: load(theirs),
  };
}

/** @type {readonly Row[]} */
export const importingRows = [
  importAgainst(
    "import",
    "the whole client",
    ["kubewright", "client-node"],
    0.1,
  ),
  importAgainst(
    "import-group",
    "one group and version, against all there is",
    ["kubewright-group", "client-node"],
    0.03,
  ),
  importAgainst(
    "connect",
    "the whole client, and `connect()` by a kubeconfig",
    ["kubewright-connect", "client-node-connect"],
    0.35,
  ),
];
