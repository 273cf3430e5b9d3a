import type { Change } from "../diff/change.js";
import { tell, spellUses } from "../diff/report/words.js";
import { sectionsOf, spellCounts } from "../diff/report/sections.js";
import { groupBy } from "../model/names.js";
import { fixedPages } from "./addresses.js";
import { cut } from "./field-facts.js";
import type { Link } from "./page-model.js";
import type { Reference } from "./reference.js";
import type { Since } from "./since.js";
import {
  changePlace,
  deprecationAt,
  type ChangePlace,
} from "./upgrade-place.js";

import type {
  ChangeEntry,
  ChangeSection,
  UpgradePage,
} from "./upgrade-model.js";

/** A change, and where on the pages it stands. */
interface Placed extends ChangePlace {
  readonly section: string;
  readonly entry: ChangeEntry;
}

/** What a page's changes may come to, in bytes: below 300 KB, with room for the rest of it. */
const mostBytes = 200_000;

/** The pages of what changed: one, or, where that is too large, one for each group and version, and several where that is. */
export function upgradePages(
  reference: Reference,
  since: Since,
): readonly UpgradePage[] {
  const all = [...placedChanges(reference, since)];
  const lists = inPages(all);
  const title = `Since ${since.name}`;
  const heads = lists.map((list, i) => ({
    address:
      i === 0 ? fixedPages.upgrade : `${fixedPages.upgrade}-${String(i + 1)}`,
    title: lists.length === 1 ? title : `${title}: ${rangeOf(list)}`,
  }));
  const links = heads.map(({ address, title: text }): Link => ({
    text,
    to: { page: address },
  }));
  return lists.map((list, i) => ({
    kind: "upgrade",
    address: heads[i]?.address ?? "",
    title: heads[i]?.title ?? title,
    old: since.old,
    next: since.next,
    counts: spellCounts(since.changes),
    parts: links.length === 1 ? [] : links,
    sections: sectionsIn(list),
  }));
}

function* placedChanges(reference: Reference, since: Since): Generator<Placed> {
  // What is newly deprecated stands apart, with what to use instead.
  const isDeprecation = ({ rule }: Change): boolean =>
    rule === "deprecation-added";
  const deprecated = since.changes.filter(isDeprecation);
  const others = since.changes.filter((change) => !isDeprecation(change));
  const sections = sectionsOf(others);
  const placedIn = (isSafe: boolean): readonly Placed[] =>
    sections
      .filter(({ verdict }) => (verdict === "safe") === isSafe)
      .flatMap(({ title, changes }) =>
        changes.map((change) => placedChange(reference, change, title)),
      );
  yield* placedIn(false);
  yield* deprecated.map((change) => placedDeprecation(reference, change));
  yield* placedIn(true);
}

function placedChange(
  reference: Reference,
  change: Change,
  section: string,
): Placed {
  const { subject, says, reasons, uses } = tell(change);
  const place = changePlace(reference, change);
  return {
    ...place,
    section,
    entry: {
      subject,
      to: place.to,
      says,
      about: "",
      reasons: reasons.map(
        (one) => `${one.direction} is ${one.verdict}: ${one.reason}`,
      ),
      uses: spellUses(uses),
    },
  };
}

function placedDeprecation(reference: Reference, change: Change): Placed {
  const place = changePlace(reference, change);
  const { subject, about } =
    change.place.kind === "field"
      ? deprecationAt(reference, change.place)
      : { subject: tell(change).subject, about: "" };
  return {
    ...place,
    section: "Newly deprecated",
    entry: {
      subject,
      to: place.to,
      says: [],
      about: cut(about, 500),
      reasons: [],
      uses: "",
    },
  };
}

/** As few lists as there is room in; where it is more than one, those of a group and version stand together. */
function inPages(all: readonly Placed[]): readonly (readonly Placed[])[] {
  if (total(all) <= mostBytes) return [all];
  const groups = groupBy(all, ({ group }) => group);
  const lists: Placed[][] = [];
  let room = 0;
  for (const [, list] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    // A group that fits on one page is not parted.
    if (total(list) > room && total(list) <= mostBytes) room = 0;
    for (const one of list) {
      const bytes = weightOf(one);
      if (bytes > room) {
        lists.push([]);
        room = mostBytes;
      }
      room -= bytes;
      lists.at(-1)?.push(one);
    }
  }
  return lists;
}

function rangeOf(list: readonly Placed[]): string {
  const [first, last] = [list[0]?.group ?? "", list.at(-1)?.group ?? ""];
  return first === last ? first : `${first} … ${last}`;
}

function sectionsIn(list: readonly Placed[]): readonly ChangeSection[] {
  return [...groupBy(list, ({ section }) => section)].map(([title, own]) => ({
    title: `${title} (${String(own.length)})`,
    groups: [...groupBy(own, ({ group }) => group)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, changes]) => ({
        title: name,
        changes: changes.map(({ entry }) => entry),
      })),
  }));
}

function total(list: readonly Placed[]): number {
  return list.reduce((sum, one) => sum + weightOf(one), 0);
}

/** An upper bound: some characters take up to twelve bytes where they are written. */
function weightOf({ entry, group }: Placed): number {
  const { subject, says, about, reasons, uses, to } = entry;
  const text = [
    ...[subject, about, uses, group, to?.page ?? "", to?.anchor ?? ""],
    ...[...says.map((piece) => piece.text), ...reasons],
  ].join("");
  const escaped = text.match(/[^\w\s./,;-]/g)?.length ?? 0;
  return 500 + Buffer.byteLength(text) + 11 * escaped;
}
