import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { root } from "./places.mjs";

/**
 * How much of something the committed client of Kubernetes 1.37 has. It is the same on every machine, so that a row fails where it is
 * over its limit.
 *
 * @typedef {object} SizeRow
 * @property {string} name what `--only` takes
 * @property {string} title
 * @property {"files" | "bytes"} unit
 * @property {number} most
 * @property {() => number} count
 */

/** @type {readonly SizeRow[]} */
export const sizeRows = [
  {
    name: "size-files",
    title: "the client of Kubernetes 1.37, its runtime with it",
    unit: "files",
    most: 300,
    count: () => files("output").length,
  },
  {
    name: "size-bytes",
    title: "the same",
    unit: "bytes",
    most: 1_620_000,
    count: () => bytes(files("output")),
  },
];

/**
 * @param {SizeRow} row
 * @returns {{ row: SizeRow, count: number }}
 */
export function measureSize(row) {
  return { row, count: row.count() };
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
  return readdirSync(join(root, folder), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

function bytes(paths) {
  return paths.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
}
