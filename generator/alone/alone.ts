import { Diagnostics } from "../diagnostics.js";
import type { LoadedDocument } from "../document/load.js";
import {
  findApplyTypes,
  type ApplyDirectory,
} from "../emit/apply-directory.js";
import { prepareEmission, type Emission } from "../emit/emission.js";
import { rootShare } from "../emit/root-share.js";
import type { SchemaRecord } from "../incremental/schema-record.js";
import { buildModel } from "../model/build.js";
import type { GroupVersion } from "../model/model.js";
import { homeOf, isIsland, wellKnown } from "./islands.js";

/** A document that nothing else depends on, and what is made of it where no other is known. */
export interface Alone {
  readonly key: string;
  /** The names of the schemas that it alone publishes. */
  readonly own: readonly string[];
  readonly groupVersion: GroupVersion;
  readonly emission: Emission;
  readonly applies: ApplyDirectory;
  /** All that others see of it, as text: where it is the same, all that is made of others is. */
  readonly seen: string;
}

/**
 * Makes a model of one document. Its own types come out as they do of all documents together.
 *
 * @param document with every fixup applied
 * @param record of all documents
 * @returns undefined where that cannot be said, or where there is something to say of it
 */
export function standAlone(
  document: LoadedDocument,
  record: SchemaRecord,
  provenance: Emission["provenance"],
): Alone | undefined {
  const { key } = document;
  const { schemas } = document.document.components;
  const diagnostics = new Diagnostics();
  const model = buildModel([document], diagnostics);
  const groupVersion = model.groupVersions.find(
    (one) => one.document !== undefined,
  );
  if (groupVersion === undefined || diagnostics.list.length > 0)
    return undefined;

  const names = Object.keys(schemas);
  const own = names.filter((name) => !record.shared.has(name));
  const shared = names.filter((name) => record.shared.has(name));
  const emission = prepareEmission(model, provenance);
  const applies = findApplyTypes(emission);
  if (
    !isIsland(groupVersion, new Set(own)) ||
    !isAsRecorded(shared, emission, applies, record)
  )
    return undefined;

  const seen = JSON.stringify([
    shared.map((name) => [name, schemas[name]]),
    reachedElsewhere(applies, groupVersion),
    rootShare(emission, groupVersion),
  ]);
  return { key, own, groupVersion, emission, applies, seen };
}

/** Whether types that are declared elsewhere are called as they are where all documents are known. */
function isAsRecorded(
  shared: readonly string[],
  emission: Emission,
  applies: ApplyDirectory,
  record: SchemaRecord,
): boolean {
  return (
    wellKnown(emission).join() === record.wellKnown.join() &&
    shared.every((name) => {
      const here = homeOf(emission, applies, name);
      const { directory, typeName } = here;
      const there = record.shared.get(name);
      // What is not applied here is not referred to as such.
      const isApplied = applies.reached.has(`${directory}#${typeName}`);
      return (
        there?.directory === directory &&
        there.typeName === typeName &&
        (!isApplied || there.applyName === here.applyName)
      );
    })
  );
}

/** Which types of other folders it needs as apply types: they have some because of that. */
function reachedElsewhere(
  { reached, roots }: ApplyDirectory,
  { directory }: GroupVersion,
): readonly string[] {
  return [...reached]
    .filter((key) => !key.startsWith(`${directory}#`))
    .map((key) => (roots.has(key) ? `${key} is a root` : key))
    .sort();
}
