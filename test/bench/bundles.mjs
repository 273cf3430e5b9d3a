import { createRequire } from "node:module";
import { basename, join, relative } from "node:path";
import { gzipSync } from "node:zlib";

import { root } from "./places.mjs";

/**
 * A program bundled with all that it needs. Its size is the same on every machine, so that a row fails where it is over its limit.
 *
 * @typedef {object} BundleRow
 * @property {string} name what `--only` takes
 * @property {string} title
 * @property {"browser" | "node"} platform
 * @property {string} program in `bundles/`
 * @property {string} [beside] a program there, whose size is not counted
 * @property {Size} most
 * @property {(beside: number) => number} target how many bytes it is to have, minified, and of those of the program beside it
 */
/**
 * @typedef {object} Size
 * @property {number} minified bytes
 * @property {number} gzip bytes of the same, compressed
 */
/**
 * @typedef {object} BundleResult
 * @property {BundleRow} row
 * @property {Size} size
 * @property {Size} beside
 * @property {readonly { file: string, bytes: number }[]} largest what most of it is from, minified
 */

/** @type {readonly BundleRow[]} */
export const bundleRows = [
  {
    name: "bundle-browser-list",
    title: "a page that lists pods, over `fetch`, with that verb alone",
    platform: "browser",
    program: "browser-list.ts",
    most: { minified: 14_400, gzip: 6_000 },
    target: () => 15_000,
  },
  {
    name: "bundle-node-list",
    title: "the same on Node.js, without undici itself",
    platform: "node",
    program: "node-list.ts",
    beside: "node-undici.ts",
    most: { minified: 30_600, gzip: 11_800 },
    target: (beside) => 15_000 + 0.05 * beside,
  },
  {
    name: "bundle-browser-group",
    title:
      "a page that lists pods by the client of `core/v1`, which has all verbs",
    platform: "browser",
    program: "browser-group.ts",
    most: { minified: 51_200, gzip: 17_100 },
  },
  {
    name: "bundle-node-group",
    title: "the same on Node.js, without undici itself",
    platform: "node",
    program: "node-group.ts",
    beside: "node-undici.ts",
    most: { minified: 63_300, gzip: 21_100 },
  },
];

/** What the programs are bundled with: it has a package.json of its own. */
export const bundlers = join(import.meta.dirname, "bundles");
const bundledWith = join(bundlers, "package.json");

/**
 * Bundles a row's program with esbuild, which has to be installed.
 *
 * @param {BundleRow} row
 * @returns {Promise<BundleResult>}
 */
export async function measureBundle(row) {
  const whole = await bundle(row.program, row.platform);
  const beside =
    row.beside === undefined
      ? { minified: 0, gzip: 0 }
      : (await bundle(row.beside, row.platform)).size;
  const size = {
    minified: whole.size.minified - beside.minified,
    gzip: whole.size.gzip - beside.gzip,
  };
  return { row, size, beside, largest: whole.largest };
}

async function bundle(program, platform) {
  const { build } = createRequire(bundledWith)("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(bundlers, program)],
    // One version of it for both: what else is installed beside this has its own.
    alias: { undici: join(root, "node_modules/undici") },
    platform,
    format: "esm",
    // Who lists pods does not install it: it is for streams alone.
    external: ["ws"],
    target: "es2022",
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
  });
  const [{ contents }] = outputFiles;
  const [{ inputs }] = Object.values(metafile.outputs);
  const largest = Object.entries(inputs)
    .map(([file, { bytesInOutput: bytes }]) => ({ file, bytes }))
    .filter(({ file }) => !file.includes("node_modules/"))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 12);
  const size = {
    minified: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
  };
  return { size, largest };
}

/**
 * What a terminal shows.
 *
 * @param {BundleResult} result
 */
export function describeBundle({ row, size, largest }) {
  const lines = largest.map(
    ({ file, bytes }) =>
      `  ${String(bytes).padStart(6)}  ${relative("output", file)}`,
  );
  return `${row.name}: ${size.minified} bytes minified, ${size.gzip} with gzip; of these, minified:\n${lines.join("\n")}`;
}

/**
 * What is wrong with a result: nothing, where it is within its limits.
 *
 * @param {BundleResult} result
 * @returns {readonly string[]}
 */
export function excess({ row, size }) {
  return Object.entries(row.most)
    .filter(([key, most]) => size[key] > most)
    .map(
      ([key, most]) =>
        `${row.name}: ${size[key]} bytes (${key}), and ${most} are the most: ${basename(import.meta.filename)} has the limit`,
    );
}
