import type { GroupVersion, Model, Resource } from "../model/model.js";

/** A resource, and where it is served. */
export interface Served {
  readonly groupVersion: GroupVersion;
  readonly resource: Resource;
}

/** Finds, by the name of a schema, the resources whose object, list or subresource it is. */
export function servedBySchema({
  groupVersions,
}: Model): (schemaName: string) => readonly Served[] {
  const found = new Map<string, Served[]>();
  for (const groupVersion of groupVersions)
    for (const resource of groupVersion.resources) {
      const { schema, listSchema, subresources } = resource;
      const names = new Set([
        ...[schema, listSchema],
        ...subresources.map((one) => one.schema),
      ]);
      for (const name of names) {
        if (name === undefined) continue;
        const known = found.get(name) ?? [];
        found.set(name, known);
        known.push({ groupVersion, resource });
      }
    }
  return (schemaName) => found.get(schemaName) ?? [];
}
