import type { GroupVersion, Resource } from "../model/model.js";
import {
  camelCase,
  groupBy,
  groupVersionType,
  identifier,
  lowerFirstRun,
  Names,
  resourceProperty,
} from "../model/names.js";

/** The names that a group and version's client declares. */
export interface ClientNames {
  /** `AppsV1`. */
  readonly type: string;
  /** `appsV1`. */
  readonly factory: string;
  /** `appsV1Resources`. */
  readonly resources: string;
  /** The property or method of each resource: `deployments`. */
  readonly accessors: ReadonlyMap<Resource, string>;
  /** The constant of each resource's facts: its accessor, unless that is a word of the language. */
  readonly constants: ReadonlyMap<Resource, string>;
}

/** Names a client by its group and version and its resources by their plurals. */
export function clientNames({
  group,
  version,
  resources,
  schemas,
}: GroupVersion): ClientNames {
  const name = groupVersionType(group, version);
  const isKind = schemas.some(({ typeName }) => typeName === name);
  const type = isKind ? `${name}$` : name;
  const factory = identifier(lowerFirstRun(name));
  const accessors = accessorsOf(resources);
  // The index of the folder gives all of them, and the types.
  const names = new Names([
    factory,
    `${factory}Resources`,
    ...schemas.map(({ typeName }) => typeName),
  ]);
  const constants = new Map(
    [...accessors].map(([resource, accessor]) => [
      resource,
      names.claim(identifier(accessor)),
    ]),
  );
  return {
    type,
    factory,
    resources: `${factory}Resources`,
    accessors,
    constants,
  };
}

/** Two plurals that would be spelt the same in code keep the API's own spelling. */
function accessorsOf(
  resources: readonly Resource[],
): ReadonlyMap<Resource, string> {
  const accessors = new Map<Resource, string>();
  const names = new Names(objectMembers);
  for (const [name, sharing] of groupBy(resources, ({ plural, kind }) =>
    camelCase(resourceProperty(plural, kind)),
  )) {
    for (const resource of sharing) {
      const ideal = sharing.length > 1 ? resource.plural : name;
      accessors.set(resource, names.claim(ideal));
    }
  }
  return accessors;
}

/**
 * What the language asks of every object. A client with a method `then` would be taken for a promise where it is awaited, and one with a
 * `toString` or a `toJSON` of its own could be neither shown nor logged. In an interface, `new(…)` is what a class is made by.
 */
const objectMembers: readonly string[] = [
  "",
  ...Object.getOwnPropertyNames(Object.prototype),
  "new",
  "then",
  "toJSON",
];
