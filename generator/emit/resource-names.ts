import type { GroupVersion, Resource, Subresource } from "../model/model.js";
import {
  camelCase,
  groupVersionType,
  identifier,
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
  const used = new Set([groupVersionType(group, version)]);
  for (const { typeName } of schemas) {
    used.add(typeName).add(`Persisted${typeName}`).add(`${typeName}Apply`);
  }
  const names = new Map<string, string>();
  const settle = (resource: Resource, ending: string): void => {
    let name = labelOf(groupVersion, resource) + ending;
    while (used.has(name)) name += "$";
    used.add(name);
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
function labelOf(
  { resources }: GroupVersion,
  { kind, plural }: Resource,
): string {
  const shared = resources.filter((other) => other.kind === kind).length > 1;
  return shared ? upperFirst(camelCase(plural)) : identifier(kind);
}
