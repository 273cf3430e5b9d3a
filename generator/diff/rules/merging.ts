import { breaking, risky, safe, type RulesByName } from "./judgement.js";

const sameValues = safe("the values themselves are the same");
const duplicates = breaking("items that are alike by the new keys are refused");
const mergedOtherwise = risky(
  "what several appliers set in it is merged in another way",
);

/** Changes of how lists and maps are merged. */
export type MergingRule =
  | "list-became-keyed"
  | "list-became-atomic"
  | "list-type-changed"
  | "list-key-removed"
  | "list-key-added"
  | "map-type-changed"
  | "patch-strategy-changed";

/** What each of them is. */
export const mergingRules: RulesByName<MergingRule> = {
  "list-became-keyed": {
    says: "was a list as a whole and is a {after}",
    mirror: "list-became-atomic",
    reading: sameValues,
    writing: breaking("items that are alike are refused"),
  },
  "list-became-atomic": {
    says: "was a {before} and is a list as a whole",
    mirror: "list-became-keyed",
    reading: sameValues,
    writing: risky("who applies it replaces the items of others"),
  },
  "list-type-changed": {
    says: "was a list of the type {before} and is one of {after}",
    mirror: "list-type-changed",
    reading: sameValues,
    writing: duplicates,
  },
  "list-key-removed": {
    says: "is not keyed by {name} any more",
    mirror: "list-key-added",
    reading: sameValues,
    writing: duplicates,
  },
  "list-key-added": {
    says: "is keyed by {name} as well",
    mirror: "list-key-removed",
    reading: sameValues,
    writing: mergedOtherwise,
  },
  "map-type-changed": {
    says: "was merged as {before} and is as {after}",
    mirror: "map-type-changed",
    reading: sameValues,
    writing: mergedOtherwise,
  },
  "patch-strategy-changed": {
    says: "had the patch strategy {before} and has {after}",
    mirror: "patch-strategy-changed",
    reading: sameValues,
    writing: risky("a strategic merge patch does something else"),
  },
};
