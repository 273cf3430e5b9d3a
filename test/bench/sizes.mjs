import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { root } from "./places.mjs";

/**
 * How large something is that kubewright wrote. It is the same on every machine, so that a row fails where it is over its limit.
 *
 * @typedef {object} SizeRow
 * @property {string} name what `--only` takes
 * @property {string} title
 * @property {string} section of docs/benchmarks.md
 * @property {readonly "captures"[]} [needs] what not everybody has
 * @property {"files" | "bytes"} unit
 * @property {number} most
 * @property {(inputs: import("./inputs.mjs").Inputs) => number} count
 */

/** The committed client. */
const output = join(root, "output");

/** @type {readonly SizeRow[]} */
export const sizeRows = [
  {
    name: "size-files",
    title: "the client of Kubernetes 1.37, its runtime with it",
    section: "sizes",
    unit: "files",
    most: 300,
    count: () => files(output).length,
  },
  {
    name: "size-bytes",
    title: "the same",
    section: "sizes",
    unit: "bytes",
    most: 1_620_000,
    count: () => files(output).reduce((sum, path) => sum + bytes(path), 0),
  },
  {
    name: "docs-page",
    title: "the largest page of a server with 72 CRDs",
    section: "pages",
    needs: ["captures"],
    unit: "bytes",
    most: 300_000,
    count: (inputs) =>
      Math.max(
        ...files(inputs.site("v1.37-operators"))
          .filter((path) => path.endsWith(".html"))
          .map(bytes),
      ),
  },
];

/**
 * @param {SizeRow} row
 * @param {import("./inputs.mjs").Inputs} inputs
 * @returns {{ row: SizeRow, count: number }}
 */
export function measureSize(row, inputs) {
  return { row, count: row.count(inputs) };
}

/** What a terminal shows. */
export function describeSize({ row: { name, unit }, count }) {
  return `${name}: ${count} ${unit}`;
}

/** What is wrong with a result: nothing, where it is within its limit. */
export function excessSize({ row: { name, unit, most }, count }) {
  return count > most
    ? [`${name}: ${count} ${unit}, and ${most} are the most: sizes.mjs has it`]
    : [];
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function bytes(path) {
  return statSync(path).size;
}
