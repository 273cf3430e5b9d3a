/**
 * A column of the tables of a page.
 *
 * @typedef {object} Column
 * @property {string} name what heads it
 * @property {boolean} isOurs whether it is of kubewright
 * @property {string[]} blocks the page's code blocks of it: what its cells assume
 * @property {string[]} cells the cells that are code and nothing else; lines of a cell are joined
 */

/**
 * Reads the two columns of a page: of what is moved from, and of kubewright.
 *
 * @param {string} page Markdown
 * @returns {Column[]}
 */
export function readColumns(page) {
  const theirs = { name: "", isOurs: false, blocks: [], cells: [] };
  const ours = { name: "kubewright", isOurs: true, blocks: [], cells: [] };
  for (const [, of, code] of page.matchAll(/^```ts (\S+)\n(.*?)^```$/gms))
    (of === "kubewright" ? ours : theirs).blocks.push(code);
  for (const line of page.split("\n")) {
    if (!line.startsWith("|") || /^\|[ :-]+\|[ :-]+\|$/.test(line)) continue;
    const [, left = "", right = ""] = line.split(/(?<!\\)\|/);
    if (["kubewright", "in its place"].includes(right.trim())) {
      theirs.name = left.trim();
      continue;
    }
    if (isCode(left)) theirs.cells.push(codeOf(left));
    if (isCode(right)) ours.cells.push(codeOf(right));
  }
  return [theirs, ours];
}

const span = /`([^`]+)`/g;

function isCode(cell) {
  const rest = cell.replaceAll(span, "").replaceAll("<br>", "").trim();
  return rest === "" && cell.includes(";");
}

function codeOf(cell) {
  return [...cell.matchAll(span)].map(([, code]) => code).join(" ");
}
