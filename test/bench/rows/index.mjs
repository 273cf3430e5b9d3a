import { againRows } from "./again.mjs";
import { compilingRows } from "./compiling.mjs";
import { documentingRows } from "./documenting.mjs";
import { editingRows } from "./editing.mjs";
import { generatingRows } from "./generating.mjs";
import { importingRows } from "./importing.mjs";
import { servingRows } from "./serving.mjs";

/** All comparisons, in the order of docs/benchmarks.md. */
/** @type {readonly import("../compare.mjs").Row[]} */
export const rows = [
  ...generatingRows,
  ...againRows,
  ...compilingRows,
  ...editingRows,
  ...importingRows,
  ...servingRows,
  ...documentingRows,
];
