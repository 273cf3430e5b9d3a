import type { Document } from "../openapi.js";
import { createAnswersStatus } from "./create-answers-status.js";
import { defaultedIsNotRequired } from "./defaulted-is-not-required.js";
import { deleteAnswersEither } from "./delete-answers-either.js";
import { execCommandIsAList } from "./exec-command-is-a-list.js";
import type { Fixup } from "./fixup.js";
import { listIsNotWatch } from "./list-is-not-watch.js";
import { scaleIsAScale } from "./scale-is-a-scale.js";
import { unsetListsAreNull } from "./unset-lists-are-null.js";
import { unsetTimesAreNull } from "./unset-times-are-null.js";

export type { Fixup } from "./fixup.js";

/** Every correction there is, in the order in which they are made. */
export const fixups: readonly Fixup[] = [
  createAnswersStatus,
  defaultedIsNotRequired,
  deleteAnswersEither,
  execCommandIsAList,
  listIsNotWatch,
  scaleIsAScale,
  unsetListsAreNull,
  unsetTimesAreNull,
];

/**
 * What was loaded, with every fixup applied to its documents.
 *
 * @param by corrects each
 */
export function withFixups<Loaded extends { readonly document: Document }>(
  loaded: readonly Loaded[],
  by: (document: Document) => Document = applyFixups,
): readonly Loaded[] {
  return loaded.map((one) => ({ ...one, document: by(one.document) }));
}

/** A document with every fixup applied. */
export function applyFixups(document: Document): Document {
  return fixups.reduce(
    (corrected, fixup) => fixup.apply(corrected).document,
    document,
  );
}
