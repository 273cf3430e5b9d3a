import { breaking, risky, safe, type RulesByName } from "./judgement.js";

const knownToCode = risky(
  "the document says it now; the server's code may have held it before",
);
const stillWorks = safe("it works as it did");
const unknownField = safe("programs pass over fields that they do not know");

/** Changes of which fields there are, and of what their types are. */
export type FieldRule =
  | "field-removed"
  | "field-added"
  | "required-field-removed"
  | "required-field-added"
  | "required-added"
  | "required-removed"
  | "type-changed"
  | "type-widened"
  | "type-narrowed"
  | "nullable-added"
  | "nullable-removed"
  | "needed-value-nullable-added"
  | "needed-value-nullable-removed"
  | "unknown-fields-dropped"
  | "unknown-fields-kept"
  | "embedded-object-added"
  | "embedded-object-removed"
  | "deprecation-added"
  | "deprecation-removed";

/** What each of them is. */
export const fieldRules: RulesByName<FieldRule> = {
  "field-removed": {
    says: "is gone",
    mirror: "field-added",
    reading: breaking("what reads it finds nothing"),
    writing: risky(
      "the server drops what is sent in it, or refuses it where fieldValidation is Strict",
    ),
  },
  "field-added": {
    says: "is new",
    mirror: "field-removed",
    reading: unknownField,
    writing: safe("it need not be sent"),
  },
  "required-field-removed": {
    says: "was required and is gone",
    mirror: "required-field-added",
    reading: breaking("what reads it finds nothing"),
    writing: risky(
      "the server drops what is sent in it, or refuses it where fieldValidation is Strict",
    ),
  },
  "required-field-added": {
    says: "is new and required",
    mirror: "required-field-removed",
    reading: unknownField,
    writing: breaking("what is sent without it is refused"),
  },
  "required-added": {
    says: "became required",
    mirror: "required-removed",
    reading: safe("it is there as it was, and always"),
    writing: breaking("what is sent without it is refused"),
    writingInGo: knownToCode,
  },
  "required-removed": {
    says: "is not required any more",
    mirror: "required-added",
    reading: risky("some objects may not have it"),
    writing: safe("it can be sent as before"),
  },
  "type-changed": {
    says: "was {before} and is {after}",
    mirror: "type-changed",
    reading: breaking("what is read is of another type"),
    writing: breaking("what is sent of the old type is refused"),
  },
  "type-widened": {
    says: "was {before} and may be {after}",
    mirror: "type-narrowed",
    reading: risky("some objects may hold what it could not be before"),
    writing: safe("what the old type allowed is taken"),
  },
  "type-narrowed": {
    says: "could be {before} and has to be {after}",
    mirror: "type-widened",
    reading: safe("the old type allowed all that it can be"),
    writing: breaking("some values of the old type are refused"),
  },
  "nullable-added": {
    says: "may be null",
    mirror: "nullable-removed",
    reading: risky("some objects may hold null"),
    writing: safe("what was taken is taken"),
  },
  "nullable-removed": {
    says: "may not be null any more",
    mirror: "nullable-added",
    reading: safe("it cannot be null"),
    writing: risky("the server drops null, or puts the default in its place"),
  },
  "needed-value-nullable-added": {
    says: "may be null",
    mirror: "needed-value-nullable-removed",
    reading: risky("some objects may hold null"),
    writing: safe("what was taken is taken"),
  },
  "needed-value-nullable-removed": {
    says: "may not be null any more, where there has to be a value",
    mirror: "needed-value-nullable-added",
    reading: safe("it cannot be null"),
    writing: breaking("null is refused"),
  },
  "unknown-fields-dropped": {
    says: "does not keep fields that the schema has not any more",
    mirror: "unknown-fields-kept",
    reading: risky("what was kept there may be gone"),
    writing: risky("the server drops fields that the schema has not"),
  },
  "unknown-fields-kept": {
    says: "keeps fields that the schema has not",
    mirror: "unknown-fields-dropped",
    reading: unknownField,
    writing: safe("what was taken is taken"),
  },
  "embedded-object-added": {
    says: "has to be an object of Kubernetes, with apiVersion and kind",
    mirror: "embedded-object-removed",
    reading: safe("the old type allowed all that it can be"),
    writing: breaking("what has no apiVersion and kind is refused"),
  },
  "embedded-object-removed": {
    says: "need not be an object of Kubernetes any more",
    mirror: "embedded-object-added",
    reading: risky("some may have no apiVersion and kind"),
    writing: safe("what was taken is taken"),
  },
  "deprecation-added": {
    says: "is deprecated",
    mirror: "deprecation-removed",
    reading: stillWorks,
    writing: stillWorks,
  },
  "deprecation-removed": {
    says: "is not deprecated any more",
    mirror: "deprecation-added",
    reading: stillWorks,
    writing: stillWorks,
  },
};
