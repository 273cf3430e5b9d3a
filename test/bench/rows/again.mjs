import { join } from "node:path";

import { documentCount } from "../again/start-server.mjs";
import { cli } from "../places.mjs";

/** @typedef {import("../compare.mjs").Row} Row */

/**
 * A generation where there has been one before, in the same folder and with the same cache: the warm-up is the first.
 *
 * @param {import("../inputs.mjs").Inputs} inputs
 * @param {import("../tls-server.mjs").TlsServer} server
 * @returns {import("../compare.mjs").Command}
 */
function again({ folder }, { kubeconfig }) {
  const own = join(folder, "again");
  return {
    args: [
      ...[cli, "generate", "--no-config", "--quiet"],
      ...["--kubeconfig", kubeconfig, "--out", join(own, "k8s")],
      ...["--lock-file", join(own, "lock.json")],
    ],
    env: { KUBEWRIGHT_CACHE_DIR: join(own, "cache") },
    writes: join(own, "k8s/manifest.json"),
  };
}

const nothing = () => ({ args: ["-e", "0"] });

/** @type {readonly Row[]} */
export const againRows = [
  {
    name: "unchanged",
    title: "nothing changed on a live server",
    section: "again",
    peer: "`node -e 0`",
    targets: { wallMs: 4 },
    quick: true,
    ours: async (inputs) => again(inputs, await inputs.clusterServer()),
    theirs: nothing,
  },
  {
    name: "one-changed",
    title: `one CRD changed, of ${documentCount} documents`,
    section: "again",
    peer: "`node -e 0`",
    targets: { wallMs: 8 },
    quick: true,
    ours: async (inputs) => {
      const server = await inputs.clusterServer();
      await server.change();
      return again(inputs, server);
    },
    theirs: nothing,
  },
];
