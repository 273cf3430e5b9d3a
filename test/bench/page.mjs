import { bundleRows } from "./bundles.mjs";
import { costs, costsOf, spellCost } from "./costs.mjs";
import { missed } from "./results.mjs";
import { rows } from "./rows/index.mjs";
import { sizeRows } from "./sizes.mjs";

/** @typedef {import("./results.mjs").Results} Results */

/** The rows that README shows, and what each is to a reader who has not seen the other tables. */
const foremost = {
  "v1.37": "to generate all of Kubernetes 1.37, types and client",
  "tsc-ts-client-node": "to compile a program that uses one resource",
  editor: "to complete names in an editor",
  connect: "to import the client and to connect",
  "list-client-node": "to list 10,000 pods",
};

/**
 * Fills the tables of a page: each stands between `<!-- bench: NAME -->` and `<!-- /bench -->`, the text around them is written by hand.
 *
 * @param {string} page Markdown
 * @param {Results} results
 * @returns {string} the page, as it was but for its tables; not formatted
 * @throws {Error} where it has a table of a name that nobody knows
 */
export function fillTables(page, results) {
  return page.replaceAll(
    /(<!-- bench: (\w+) -->)[^]*?(<!-- \/bench -->)/g,
    (_, start, name, end) => `${start}\n\n${tableOf(name, results)}\n\n${end}`,
  );
}

function tableOf(name, results) {
  if (name === "bundles") return bundleTable(results);
  const sizes = sizeRows.filter(({ section }) => section === name);
  if (sizes.length > 0) return sizeTable(sizes, results);
  if (name === "foremost") return foremostTable(results);
  const chosen = rows.filter(({ section }) => section === name);
  if (chosen.length === 0) throw new Error(`no row is in a section "${name}"`);
  return comparisonTable(chosen, results);
}

/** @param {readonly import("./compare.mjs").Row[]} chosen */
function comparisonTable(chosen, { comparisons }) {
  const keys = Object.keys(costs).filter((key) =>
    chosen.some((row) => costsOf(row).includes(key)),
  );
  const titles = keys.map((key) => costs[key].title);
  return table(
    ["what", "against", ...titles, "target", "met", "repeat it", "measured"],
    chosen.map((row) => {
      const result = comparisons[row.name];
      return [
        row.title,
        peerOf(row, result),
        ...keys.map((key) => toldOf(key, result?.costs[key])),
        targetsOf(row),
        verdict(row, result),
        command(row),
        result === undefined
          ? "not yet"
          : `${result.date}, ${result.commit}, Node ${result.node}`,
      ];
    }),
  );
}

function peerOf({ peer }, result) {
  const versions = Object.values(result?.versions ?? {});
  return [peer ?? "–", ...versions].join(" ");
}

function toldOf(key, told) {
  if (told === undefined) return "–";
  if (told.ratio === undefined)
    return `${spellCost(key, told.ours)} (${[told.least, told.most].map((value) => spellCost(key, value)).join(" to ")})`;
  const [ratio, least, most] = [told.ratio, told.least, told.most].map(
    (value) => value.toFixed(value < 0.1 ? 3 : 2),
  );
  return `${ratio} (${least}–${most})`;
}

function targetsOf({ targets, theirs }) {
  const told = Object.entries(targets).map(
    ([key, most]) =>
      `${costs[key].title} ≤ ${theirs === undefined ? spellCost(key, most) : most}`,
  );
  return told.join(", ") || "–";
}

function verdict(row, result) {
  if (result === undefined || Object.keys(row.targets).length === 0) return "–";
  const short = missed(row, result).map((key) => costs[key].title);
  return short.length === 0 ? "yes" : `no: ${short.join(", ")}`;
}

function command({ name }) {
  return `\`npm run bench -- --only ${name}\``;
}

function bundleTable({ bundles }) {
  return table(
    ["what", "minified (gzip)", "at the most", "target", "met", "repeat it"],
    bundleRows.map((row) => {
      const size = bundles[row.name];
      const target = size && row.target?.(size.beside);
      return [
        row.title,
        size === undefined ? "–" : kilobytes(size),
        kilobytes(row.most),
        target === undefined ? "–" : `${(target / 1000).toFixed(1)} kB`,
        target === undefined ? "–" : size.minified <= target ? "yes" : "no",
        command(row),
      ];
    }),
  );
}

function kilobytes({ minified, gzip }) {
  return `${(minified / 1000).toFixed(1)} kB (${(gzip / 1000).toFixed(1)} kB)`;
}

function sizeTable(chosen, { sizes }) {
  return table(
    ["what", "size", "at the most", "repeat it"],
    chosen.map((row) => [
      row.title,
      `${sizes[row.name]?.count.toLocaleString("en-US") ?? "–"} ${row.unit}`,
      `${row.most.toLocaleString("en-US")} ${row.unit}`,
      command(row),
    ]),
  );
}

/** What users care about most: the medians of what is promised. */
function foremostTable({ comparisons }) {
  return table(
    ["what", "against", "kubewright takes", "repeat it"],
    Object.entries(foremost).map(([name, title]) => {
      const row = rows.find((one) => one.name === name);
      const result = comparisons[row.name];
      const told = Object.keys(row.targets).map((key) => {
        const ratio = result?.costs[key].ratio;
        return `${costs[key].title} ${ratio === undefined ? "–" : `× ${ratio.toFixed(2)}`}`;
      });
      return [title, row.peer, told.join(", "), command(row)];
    }),
  );
}

function table(head, lines) {
  return [head, head.map(() => "---"), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
