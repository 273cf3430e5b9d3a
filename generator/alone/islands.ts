import { applyName } from "../emit/apply-types.js";
import type { ApplyDirectory } from "../emit/apply-directory.js";
import type { Emission } from "../emit/emission.js";
import type { SchemaRecord, SharedHome } from "../incremental/schema-record.js";
import type { GroupVersion } from "../model/model.js";
import { moduleDirectory } from "../model/names.js";
import { metaOwner } from "../model/owners.js";

const meta = moduleDirectory(metaOwner.group, metaOwner.version);

/** The types that emission looks for by their names, whoever refers to them. */
const lookedFor = ["ListMeta", "ObjectMeta", "Status"].map(
  (name) => `${meta}#${name}`,
);

/**
 * Writes down which documents are islands, for the run after one of them changed.
 *
 * @param published the names of the schemas of each document, by its key
 */
export function recordSchemas(
  published: ReadonlyMap<string, readonly string[]>,
  emission: Emission,
  applies: ApplyDirectory,
): SchemaRecord {
  const counts = new Map<string, number>();
  for (const name of [...published.values()].flat())
    counts.set(name, (counts.get(name) ?? 0) + 1);
  const { groupVersions, types } = emission.model;
  const apart = new Set(Object.keys(types.byDocument));

  const shared = new Map<string, SharedHome>();
  const left = new Set<string>();
  for (const [name, count] of counts) {
    if (count === 1) left.add(name);
    else shared.set(name, homeOf(emission, applies, name));
  }
  const islands = new Map<string, readonly string[]>();
  for (const groupVersion of groupVersions) {
    const key = groupVersion.document?.key;
    if (key === undefined || apart.has(key)) continue;
    const own = (published.get(key) ?? []).filter((name) => !shared.has(name));
    if (!isIsland(groupVersion, new Set(own))) continue;
    islands.set(key, own);
    for (const name of own) left.delete(name);
  }
  return { shared, islands, others: [...left], wellKnown: wellKnown(emission) };
}

/** Where the types of a schema that several documents publish are. */
export function homeOf(
  emission: Emission,
  applies: ApplyDirectory,
  name: string,
): SharedHome {
  const { directory = "", typeName = "" } =
    emission.model.types.shared[name] ?? {};
  const applied = applyName(emission, applies, directory, typeName);
  return { directory, typeName, applyName: applied };
}

/** Which of the types that are looked for by their names are there. */
export function wellKnown({ declarations }: Emission): readonly string[] {
  return lookedFor.filter((key) => declarations.has(key));
}

/**
 * Whether the folder of a group and version has the types of those schemas that its document alone publishes, all of them and no others,
 * and its resources are of such. No other document can refer to one of these: each holds all that it refers to.
 *
 * @param own the names of the schemas that no other document publishes
 */
export function isIsland(
  { directory, resources, schemas }: GroupVersion,
  own: ReadonlySet<string>,
): boolean {
  const isOwn = (name: string | undefined): boolean =>
    name === undefined || own.has(name);
  return (
    // What is looked for by its name is not referred to.
    directory !== meta &&
    schemas.length === own.size &&
    schemas.every(({ name }) => own.has(name)) &&
    resources.every(
      ({ schema, listSchema }) => isOwn(schema) && isOwn(listSchema),
    )
  );
}
