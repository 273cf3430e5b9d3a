import type { GroupVersion } from "../model/model.js";
import { clientNames } from "./client-names.js";
import type { Emission } from "./emission.js";
import { countOperations, exampleAccessors } from "./index-files.js";
import { manifestUnion } from "./manifest-union.js";

/**
 * All that the files outside of a group and version's own folder are made of it: the root client, the union of manifests and the README.
 *
 * @param emission of its document alone
 * @returns the same text where these files come out the same
 */
export function rootShare(
  emission: Emission,
  groupVersion: GroupVersion,
): string {
  const names = clientNames(groupVersion);
  const { type, factory, resources, accessors } = names;
  return JSON.stringify([
    [type, factory, resources],
    [...accessors.values()],
    exampleAccessors(emission, groupVersion),
    manifestUnion(emission, groupVersion, names)?.name,
    countOperations(emission.model.operations),
  ]);
}
