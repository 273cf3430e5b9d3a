import { breaking, risky, safe, type RulesByName } from "./judgement.js";

const knownToCode = risky(
  "the document says it now; the server's code may have held it before",
);
const taken = safe("what was taken is taken");
const nothingNew = safe("nothing can be read that could not be before");
const sameValues = safe("the values themselves are the same");

/** Changes of which values a field takes, and of what the server makes of them. */
export type ValueRule =
  | "enum-added"
  | "enum-removed"
  | "enum-value-removed"
  | "enum-value-added"
  | "default-added"
  | "default-removed"
  | "default-changed"
  | "format-added"
  | "format-removed"
  | "format-changed"
  | "constraint-tightened"
  | "constraint-loosened"
  | "constraint-changed"
  | "rule-added"
  | "rule-removed"
  | "choice-added"
  | "choice-removed"
  | "choice-changed";

/** What each of them is. */
export const valueRules: RulesByName<ValueRule> = {
  "enum-added": {
    says: "has to be one of {after}",
    mirror: "enum-removed",
    reading: nothingNew,
    writing: breaking("other values are refused"),
    writingInGo: knownToCode,
  },
  "enum-removed": {
    says: "need not be one of {before} any more",
    mirror: "enum-added",
    reading: risky("values that the program does not know may be read"),
    writing: taken,
  },
  "enum-value-removed": {
    says: "does not take the value {before} any more",
    mirror: "enum-value-added",
    reading: nothingNew,
    writing: breaking("the value is refused"),
  },
  "enum-value-added": {
    says: "takes the value {after}",
    mirror: "enum-value-removed",
    reading: risky("a value that the program does not know may be read"),
    writing: taken,
  },
  "default-added": {
    says: "has the default {after}",
    mirror: "default-removed",
    reading: safe("it is there where it was not"),
    writing: risky("what is sent without it gets it"),
  },
  "default-removed": {
    says: "had the default {before} and has none",
    mirror: "default-added",
    reading: risky("some objects may not have it"),
    writing: risky("what is sent without it does not get it"),
  },
  "default-changed": {
    says: "had the default {before} and has {after}",
    mirror: "default-changed",
    reading: sameValues,
    writing: risky("what is sent without it gets another value"),
  },
  "format-added": {
    says: "has to be in the format {after}",
    mirror: "format-removed",
    reading: nothingNew,
    writing: breaking("values of other formats are refused"),
    writingInGo: knownToCode,
  },
  "format-removed": {
    says: "need not be in the format {before} any more",
    mirror: "format-added",
    reading: risky("values in another format may be read"),
    writing: taken,
  },
  "format-changed": {
    says: "had the format {before} and has {after}",
    mirror: "format-changed",
    reading: risky("values in another format may be read"),
    writing: breaking("values in the old format may be refused"),
  },
  "constraint-tightened": {
    says: "takes less: {name} was {before} and is {after}",
    mirror: "constraint-loosened",
    reading: nothingNew,
    writing: breaking("some values that were taken are refused"),
    writingInGo: knownToCode,
  },
  "constraint-loosened": {
    says: "takes more: {name} was {before} and is {after}",
    mirror: "constraint-tightened",
    reading: safe("values beyond the old bound are of the same type"),
    writing: taken,
  },
  "constraint-changed": {
    says: "takes other values: {name} was {before} and is {after}",
    mirror: "constraint-changed",
    reading: safe("the type is the same"),
    writing: breaking("some values that were taken may be refused"),
  },
  "rule-added": {
    says: "is held to the rule {after}",
    mirror: "rule-removed",
    reading: nothingNew,
    writing: breaking("what breaks the rule is refused"),
  },
  "rule-removed": {
    says: "is not held to the rule {before} any more",
    mirror: "rule-added",
    reading: safe("the type is the same"),
    writing: taken,
  },
  "choice-added": {
    says: "has to fit {name}: {after}",
    mirror: "choice-removed",
    reading: nothingNew,
    writing: breaking("what does not fit is refused"),
  },
  "choice-removed": {
    says: "need not fit {name} any more: {before}",
    mirror: "choice-added",
    reading: safe("the type is the same"),
    writing: taken,
  },
  "choice-changed": {
    says: "has to fit another {name}: it was {before} and is {after}",
    mirror: "choice-changed",
    reading: safe("the type is the same"),
    writing: breaking("some values that were taken may be refused"),
  },
};
