import type { GroupVersion, Model, Resource } from "../model/model.js";
import { groupBy } from "../model/names.js";

/** A resource, and where it is served. */
export interface Served {
  readonly groupVersion: GroupVersion;
  readonly resource: Resource;
}

/** Finds, by the name of a schema, the resources whose object, list or subresource it is. */
export function servedBySchema({
  groupVersions,
}: Model): (schemaName: string) => readonly Served[] {
  const served = groupVersions.flatMap((groupVersion) =>
    groupVersion.resources.flatMap((resource) =>
      schemasOf(resource).map((name) => ({ name, groupVersion, resource })),
    ),
  );
  const byName = groupBy(served, ({ name }) => name);
  return (schemaName) => byName.get(schemaName) ?? [];
}

/** Each once. */
function schemasOf({
  schema,
  listSchema,
  subresources,
}: Resource): readonly string[] {
  const all = [schema, listSchema, ...subresources.map((one) => one.schema)];
  return [...new Set(all)].filter((name) => name !== undefined);
}
