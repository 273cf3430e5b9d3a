import type {
  KindsPage,
  NeighbourList,
  Neighbours,
  SizesPage,
  Way,
} from "../pictures/pictures-model.js";
import {
  byNameWords,
  kindsIntroduction,
  mannerWords,
  sizesIntroduction,
} from "../pictures/words.js";
import { list, shortList, table, type Block } from "./blocks.js";
import { words } from "./escape.js";
import type { Links } from "./links.js";
import { partLine } from "./lists.js";
import { stabilityMark } from "./marks.js";

/** The kinds around a resource's, as lists: Markdown has no pictures. */
export function neighbourBlocks(
  neighbours: Neighbours | undefined,
  links: Links,
): Block {
  if (neighbours === undefined) return undefined;
  const { refersTo, referredToBy } = neighbours;
  return [
    "## Related kinds",
    side("Refers to", refersTo, links),
    side("Referred to by", referredToBy, links),
  ];
}

function side(title: string, all: NeighbourList, links: Links): Block {
  return all.shown.length === 0
    ? undefined
    : [`### ${title}`, neighbourList(all, links)];
}

function neighbourList({ shown, more }: NeighbourList, links: Links): Block {
  return [
    list(
      shown.map(({ link, apiVersion, ways }) => [
        `${links.to(link)} ${words(apiVersion)}`,
        shortList(ways.map((way) => wayLine(way, links))),
      ]),
    ),
    more === 0 ? undefined : `… and ${String(more)} more.`,
  ];
}

function wayLine({ manner, byName, fields, more }: Way, links: Links): string {
  const named = fields.map((field) => links.codeTo(field)).join(", ");
  return `${mannerWords[manner]} in ${named}${more === 0 ? "" : ` and ${String(more)} more`}${byName ? ` (${byNameWords})` : ""}`;
}

/** The content of a page of what refers to what. */
export function kindsBlocks(page: KindsPage, links: Links): Block {
  return [
    `# ${words(page.title)}`,
    kindsIntroduction,
    partLine(page, links),
    page.sections.length === 0 ? "No kind refers to another." : undefined,
    page.sections.map(({ title, kinds }) => [
      `## ${words(title)}`,
      kinds.map(({ link, refersTo }) => [
        `### ${links.to(link)}`,
        neighbourList(refersTo, links),
      ]),
    ]),
  ];
}

/** The content of a page of how large groups are. */
export function sizesBlocks(page: SizesPage, links: Links): Block {
  return [
    `# ${words(page.title)}`,
    sizesIntroduction,
    partLine(page, links),
    table(
      ["Group and version", "Resources", "Types", "Fields"],
      page.sizes.map(({ link, stability, resources, types, fields }) => [
        links.to(link) + stabilityMark(stability),
        String(resources),
        String(types),
        String(fields),
      ]),
    ),
  ];
}
