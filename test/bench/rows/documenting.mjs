import { join } from "node:path";

import { cli } from "../places.mjs";

/** @typedef {import("../compare.mjs").Row} Row */

const capture = "v1.37-operators";
const script = join(import.meta.dirname, "../documenting/search.mjs");

/** @type {readonly Row[]} */
export const documentingRows = [
  {
    name: "docs",
    title: "the reference site of a server with 72 CRDs",
    section: "documenting",
    needs: ["captures"],
    targets: { wallMs: 10_000 },
    ours: (inputs, out) => ({
      args: [
        ...[cli, "docs", "--from", inputs.capture(capture).documents],
        ...["--out", out, "--quiet"],
      ],
      writes: join(out, "index.html"),
    }),
  },
  {
    name: "docs-search",
    title: "what is typed into its search, letter by letter",
    section: "documenting",
    needs: ["captures"],
    costs: ["answerMs", "readyMs"],
    targets: { answerMs: 50 },
    quick: true,
    ours: (inputs, out) => {
      const measured = join(out, "measured.json");
      return { args: [script, inputs.site(capture), measured], measured };
    },
  },
];
