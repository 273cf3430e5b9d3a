import type { Change } from "../diff/change.js";
import { tell, spellUses } from "../diff/report/words.js";
import { sectionsOf, spellCounts } from "../diff/report/sections.js";
import { groupBy } from "../model/names.js";
import { fixedPages } from "./addresses.js";
import { cut } from "./field-facts.js";
import { listParts } from "./list-parts.js";
import type { Reference } from "./reference.js";
import type { Since } from "./since.js";
import {
  changePlace,
  deprecationAt,
  type ChangePlace,
} from "./upgrade-place.js";
import { bytesOf, mostBytes } from "./weights.js";

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

/** The pages of what changed: one, or, where that is too large, one for each group and version, and several where that is. */
export function upgradePages(
  reference: Reference,
  since: Since,
): readonly UpgradePage[] {
  return listParts(
    fixedPages.upgrade,
    inOrder([...placedChanges(reference, since)]),
    ({ group }) => group,
    weightOf,
    { together: ({ group }) => group },
  ).map(({ items, suffix, ...part }) => ({
    kind: "upgrade",
    title: `Since ${since.name}${suffix}`,
    ...part,
    old: since.old,
    next: since.next,
    counts: spellCounts(since.changes),
    sections: sectionsIn(items),
  }));
}

/** By their verdicts; where that is more than a page, those of a group and version stand together. */
function inOrder(all: readonly Placed[]): readonly Placed[] {
  const total = all.reduce((sum, one) => sum + weightOf(one), 0);
  return total <= mostBytes
    ? all
    : [...groupBy(all, ({ group }) => group)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, own]) => own);
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

function weightOf({ entry, group }: Placed): number {
  const { subject, says, about, reasons, uses, to } = entry;
  const texts = [
    ...[subject, about, uses, group, to?.page ?? "", to?.anchor ?? ""],
    ...[...says.map((piece) => piece.text), ...reasons],
  ];
  return 500 + texts.reduce((sum, text) => sum + 20 + bytesOf(text), 0);
}
