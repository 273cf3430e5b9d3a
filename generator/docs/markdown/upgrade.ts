import type { ChangeEntry, UpgradePage } from "../upgrade-model.js";
import { list, shortList, type Block } from "./blocks.js";
import { code, words } from "./escape.js";
import type { Links } from "./links.js";
import { partLine } from "./lists.js";
import { inlineProse } from "./prose.js";

/** The content of a page of what changed. */
export function upgradeBlocks(page: UpgradePage, links: Links): Block {
  const { old, next, counts, sections } = page;
  return [
    `# ${words(page.title)}`,
    `From ${words(old)} to ${words(next)}: ${counts}.`,
    partLine(page, links),
    sections.length === 0 ? "No changes." : undefined,
    sections.map(({ title, groups }) => [
      `## ${words(title)}`,
      groups.map((group) => [
        `### ${words(group.title)}`,
        list(group.changes.map((change) => entry(change, links))),
      ]),
    ]),
  ];
}

function entry(change: ChangeEntry, links: Links): Block {
  const { subject, to, says, about, reasons, uses } = change;
  const name =
    to === undefined ? code(subject) : links.codeTo({ text: subject, to });
  const sentence = says
    .map(({ text, isCode }) => (isCode ? code(text) : words(text)))
    .join("");
  const held = uses === "" ? [] : [`in ${words(uses)}`];
  return [
    [name, sentence, inlineProse(about)]
      .filter((part) => part !== "")
      .join(" "),
    shortList([...reasons.map(words), ...held]),
  ];
}
