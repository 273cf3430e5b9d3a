import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { format } from "prettier";

import { root } from "./rows.mjs";

/** @typedef {import("./compare.mjs").Result} Result */
/** @typedef {import("./bundles.mjs").BundleResult} BundleResult */

const costs = [
  { key: "wallMs", title: "wall", unit: "s", scale: 1000 },
  { key: "cpuMs", title: "CPU", unit: "s", scale: 1000 },
  { key: "peakMiB", title: "memory", unit: "MiB", scale: 1 },
  { key: "heldMiB", title: "held", unit: "MiB", scale: 1 },
];

/** What all of some results tell. */
function costsOf(results) {
  return costs.filter(({ key }) =>
    results.every(({ pairs }) => pairs[0].ours[key] !== undefined),
  );
}

/**
 * What a terminal shows: medians, and the medians of the ratios.
 *
 * @param {readonly Result[]} results
 */
export function table(results) {
  const lines = [
    ["", "kubewright", "against", "", "ratio (least to most)"],
    ...results.flatMap(({ row, pairs }) =>
      costsOf([{ row, pairs }]).map(({ key, title, unit, scale }) => [
        `${row.name} ${title}`,
        `${(median(pairs.map(({ ours }) => ours[key])) / scale).toFixed(2)} ${unit}`,
        row.peer,
        `${(median(pairs.map(({ theirs }) => theirs[key])) / scale).toFixed(2)} ${unit}`,
        ratio(pairs, key),
      ]),
    ),
  ];
  const widths = lines[0].map((_, i) =>
    Math.max(...lines.map((cells) => cells[i].length)),
  );
  return lines
    .map((cells) => cells.map((cell, i) => cell.padEnd(widths[i])).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/**
 * The page `docs/benchmarks.md`: ratios alone, for seconds are a machine's, and sizes.
 *
 * @param {readonly Result[]} results
 * @param {readonly BundleResult[]} bundles
 */
export function markdown(results, bundles) {
  const of = (what) => rowsOf(results.filter(({ row }) => row.what === what));
  return format(
    `# Benchmarks

kubewright ${versionOf(".")} on Node ${process.versions.node} (${process.platform}, ${process.arch}, ${availableParallelism()} cores), against openapi-typescript ${versionOf("node_modules/openapi-typescript")}, undici ${versionOf("node_modules/undici")} and @kubernetes/client-node ${versionOf("test/bench/node_modules/@kubernetes/client-node")}. Written by \`npm run bench -- --write\`.

Each number is what kubewright took, divided by what the other took: less than 1 is less. It is the median of ${results[0].pairs.length} pairs, with the least and the most in parentheses. Both are whole processes, started in turn; the first pair is not counted. Wall time is from start to end, CPU time and peak resident memory are what the process says of itself (\`process.resourceUsage\`).

## Generating

${of("generating")}

- kubewright reads the capture of a real server, one document for each group and version, and writes the whole client into an empty folder: types, apply types, paths, clients, runtime.
- openapi-typescript reads the same documents, merged into one file beforehand, and writes types into one file: it has no clients to write. Its options are \`--default-non-nullable=false --empty-objects-unknown\`, without which optional fields of Kubernetes come out as required.
- The captures are not part of the project: they are read from \`../shared/specs\`.

## Growing

${of("growing")}

- Made-up custom resources, 0.1 MiB of described fields and paths each, five in a document (\`node test/bench/synthetic.mjs DIR\` writes them), beside the built-in groups. Twice the input takes twice the time where it grows linearly, or less.
- The largest of them peaked at ${peak(results, "growth-1000")} MiB of memory; 700 is the limit.

## Listing

${of("listing")}

- A server of the benchmark's own, over TLS, answers with 10,000 pods: 35 MB of JSON, or gzip where it is asked for. Each process lists five times.
- undici alone is the least there is to do: one request on a pool, the body as text, \`JSON.parse\`.
- @kubernetes/client-node is used as its README does. It needs Node 22.19: in that row, both run on Node 24.

## Watching

${of("watching")}

- A server of the benchmark's own, without TLS, sends 10,000 changes of pods on one watch: 35 MB. Each process watches five times.
- undici alone is the least there is to do: the body as it comes, cut at line feeds, \`JSON.parse\`.

## What an informer holds

${of("holding")}

- "Held" is how much larger the heap is, after garbage is collected, once an informer has all 100,000 pods.
- The objects alone are an array of them, each parsed from its own line of a watch.

${bundleSection(bundles)}`,
    { parser: "markdown" },
  );
}

function bundleSection(bundles) {
  const lines = bundles.map(
    ({ row, size }) =>
      `| ${[row.title, kilobytes(size), kilobytes(row.most), `\`npm run bench -- --only ${row.name}\``].join(" | ")} |`,
  );
  return `## Bundling

| what | minified (gzip) | at the most | repeat it |
| --- | --- | --- | --- |
${lines.join("\n")}

- As esbuild bundles them, into one file, with pages, errors of the server, retries and \`signal\`. With one verb it is
  [resourceWith](client.md#a-small-bundle) over the resource alone; the client of a group has each verb of each of its resources. What each
  kilobyte is: [bundle-size.md](decisions/bundle-size.md).
- The least on Node.js is one request of undici's on a pool, whose bytes are taken off.
- The benchmark fails where a bundle is larger than it may be.
- The limits are what is reached. The aim of a list is 15 kB (6 kB) for a page; on Node.js 15 kB, and a twentieth of undici (26.8 kB), above undici.
`;
}

function kilobytes({ minified, gzip }) {
  return `${(minified / 1000).toFixed(1)} kB (${(gzip / 1000).toFixed(1)} kB)`;
}

function peak(results, name) {
  const { pairs } = results.find(({ row }) => row.name === name);
  return Math.round(median(pairs.map(({ ours }) => ours.peakMiB)));
}

function rowsOf(results) {
  const told = costsOf(results);
  const lines = results.map(
    ({ row, pairs }) =>
      `| ${[row.title, row.peer, ...told.map(({ key }) => ratio(pairs, key)), `\`npm run bench -- --only ${row.name}\``].join(" | ")} |`,
  );
  return `| what | against | ${told.map(({ title }) => title).join(" | ")} | repeat it |
| --- | --- |${" --- |".repeat(told.length)} --- |
${lines.join("\n")}`;
}

function versionOf(folder) {
  const path = join(root, folder, "package.json");
  return JSON.parse(readFileSync(path, "utf8")).version;
}

function ratio(pairs, key) {
  const ratios = pairs.map(({ ours, theirs }) => ours[key] / theirs[key]);
  const [middle, least, most] = [
    median(ratios),
    Math.min(...ratios),
    Math.max(...ratios),
  ].map((value) => value.toFixed(2));
  return `${middle} (${least}–${most})`;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}
