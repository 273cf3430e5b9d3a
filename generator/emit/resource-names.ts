import type { GroupVersion, Resource, Subresource } from "../model/model.js";
import {
  camelCase,
  groupBy,
  groupVersionType,
  identifier,
  Names,
  upperFirst,
} from "../model/names.js";

/** The names of the types that a group and version's client declares, by resource and ending. */
export type ResourceNames = ReadonlyMap<string, string>;

/** Under what `resourceNames` has a name: a resource, and what the name ends in. */
export function resourceNameKey({ plural }: Resource, ending: string): string {
  return `${plural} ${ending}`;
}

/** What the interface of a subresource's client ends in: `ScaleResource`. */
export function subresourceEnding({ name }: Subresource): string {
  return `${upperFirst(camelCase(name))}Resource`;
}

/**
 * Names the types of a client by the kinds of its resources, all at once.
 *
 * What schemas are called, and what is made from that in other modules, is taken. Where two made names are the same
 * (`status` of `Backup`, and `BackupStatus`), that of the resource itself stays, and that of the subresource is marked.
 */
export function resourceNames(groupVersion: GroupVersion): ResourceNames {
  const { group, version, resources, schemas } = groupVersion;
  const free = new Names([
    groupVersionType(group, version),
    ...schemas.flatMap(({ typeName }) => [
      typeName,
      `Persisted${typeName}`,
      `${typeName}Apply`,
    ]),
  ]);
  const names = new Map<string, string>();
  const kinds = groupBy(resources, ({ kind }) => kind);
  const settle = (resource: Resource, ending: string): void => {
    const isShared = (kinds.get(resource.kind)?.length ?? 0) > 1;
    const name = free.claim(labelOf(resource, isShared) + ending);
    names.set(resourceNameKey(resource, ending), name);
  };
  for (const ending of ["Resource", "ResourceEverywhere", "Field"]) {
    for (const resource of resources) settle(resource, ending);
  }
  for (const resource of resources) {
    for (const subresource of resource.subresources) {
      settle(resource, subresourceEnding(subresource));
    }
  }
  return names;
}

/** A resource is called by its kind, or by its plural where two resources are of one kind. */
function labelOf({ kind, plural }: Resource, isShared: boolean): string {
  return isShared
    ? identifier(upperFirst(camelCase(plural)))
    : identifier(kind);
}
