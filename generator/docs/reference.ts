import type { PathFunctionView } from "../../templates/path-function.js";
import { Diagnostics } from "../diagnostics.js";
import {
  discoveredGroupVersions,
  type DiscoveredGroupVersion,
  type DiscoveredResource,
} from "../discovery/discovered.js";
import type { LoadedDocument } from "../document/load.js";
import {
  findApplyTypes,
  type ApplyDirectory,
} from "../emit/apply-directory.js";
import { clientNames } from "../emit/client-names.js";
import {
  declarationOf,
  prepareEmission,
  type Emission,
} from "../emit/emission.js";
import { rootGroups, type RootGroup } from "../emit/groups.js";
import { pathFunctions } from "../emit/paths.js";
import { typeViews, type TypeViews } from "../emit/types.js";
import type {
  GroupVersion,
  Model,
  Resource,
  SchemaDeclaration,
} from "../model/model.js";
import { toolVersion } from "../package-folder.js";
import type { AggregatedDiscovery } from "../source/source.js";
import { addressesOf, type Addresses } from "./addresses.js";
import type { FieldNode, TypeHome } from "./fields.js";
import type { Link } from "./page-model.js";
import type { TypePart } from "./paging.js";
import { parametersOf, type Parameters } from "./parameters.js";
import { servedBySchema, type Served } from "./served.js";
import { noveltiesOf, type Novelties, type Since } from "./since.js";
import { usesOf, type Uses } from "./uses.js";

/** What a site is made from. */
export interface Documented {
  readonly model: Model;
  readonly documents: readonly LoadedDocument[];
  /** For example `v1.37.2`. */
  readonly server: string | undefined;
  readonly discovery: AggregatedDiscovery | undefined;
  /** What it is compared with; absent where it is with nothing. */
  readonly since?: Since | undefined;
}

/** What the pages look up. */
export interface Reference {
  readonly model: Model;
  readonly server: string | undefined;
  readonly since: Since | undefined;
  readonly novelties: Novelties;
  /** The type of a schema of this name; undefined where there is none. */
  readonly homeOf: (schemaName: string) => TypeHome | undefined;
  readonly emission: Emission;
  readonly applies: ApplyDirectory;
  readonly addresses: Addresses;
  /** The groups as the root client has them. */
  readonly groups: readonly RootGroup[];
  readonly viewsOf: (groupVersion: GroupVersion) => TypeViews;
  readonly parameters: Parameters;
  readonly uses: Uses;
  /** The resources whose object, list or subresource is of the schema of this name. */
  readonly servedAs: (schemaName: string) => readonly Served[];
  /** The pages of types, by their folder and name, as far as they were asked for. */
  readonly parts: Map<string, readonly TypePart[]>;
  /** The fields of types, as they stand in these, as far as they were asked for. */
  readonly fields: Map<SchemaDeclaration, readonly FieldNode[]>;
  /** Which of them are shown with what their types have, as far as was asked. */
  readonly followed: Map<SchemaDeclaration, readonly FieldNode[]>;
  /** The types of resources' objects, by their folder and name. */
  readonly roots: ReadonlySet<string>;
  readonly pathFunctions: (
    groupVersion: GroupVersion,
  ) => readonly PathFunctionView[];
  /** Whether anything is described at all. */
  readonly hasDescriptions: boolean;
  readonly discovered: (
    groupVersion: GroupVersion,
  ) => DiscoveredGroupVersion | undefined;
  /** The property or the method of a resource on its client. */
  readonly accessor: (groupVersion: GroupVersion, resource: Resource) => string;
}

/** Gathers what the pages look up. */
export function referenceOf({
  model,
  documents,
  server,
  discovery,
  since,
}: Documented): Reference {
  const emission = prepareEmission(model, {
    toolVersion,
    serverVersion: server,
  });
  const addresses = addressesOf(model.groupVersions);
  const homes = new Map(
    model.groupVersions.flatMap(({ directory, schemas }) =>
      schemas.map(
        (declaration) =>
          [declaration.name, { directory, declaration }] as const,
      ),
    ),
  );
  const discovered = new Map(
    discoveredGroupVersions(discovery).map((found) => [
      `${found.group}/${found.version}`,
      found,
    ]),
  );
  return {
    model,
    server,
    since,
    novelties: noveltiesOf(since),
    homeOf: (name) => homes.get(name),
    emission,
    applies: findApplyTypes(emission),
    addresses,
    // What has no name on the client is told where a client is generated.
    groups: rootGroups(model.groupVersions, new Diagnostics()),
    viewsOf: once(typeViews(emission)),
    parameters: parametersOf(documents),
    uses: usesOf(emission),
    servedAs: servedBySchema(model),
    parts: new Map(),
    fields: new Map(),
    followed: new Map(),
    roots: rootsOf(emission),
    pathFunctions: once(pathFunctions),
    hasDescriptions: model.groupVersions.some(({ schemas }) =>
      schemas.some(isDescribed),
    ),
    discovered: ({ group, version }) => discovered.get(`${group}/${version}`),
    accessor: (groupVersion, resource) =>
      namesOf(groupVersion).accessors.get(resource) ?? resource.plural,
  };
}

function rootsOf(emission: Emission): ReadonlySet<string> {
  return new Set(
    emission.model.groupVersions.flatMap(({ document, resources }) =>
      resources.flatMap(({ schema }) => {
        const home = declarationOf(emission, document?.key ?? "", schema);
        return home === undefined ? [] : [`${home.directory}#${home.typeName}`];
      }),
    ),
  );
}

const namesOf = once(clientNames);

function once<Value>(
  make: (groupVersion: GroupVersion) => Value,
): (groupVersion: GroupVersion) => Value {
  const made = new WeakMap<GroupVersion, Value>();
  return (groupVersion) => {
    const known = made.get(groupVersion);
    if (known !== undefined) return known;
    const value = make(groupVersion);
    made.set(groupVersion, value);
    return value;
  };
}

function isDescribed({ schema }: SchemaDeclaration): boolean {
  return (
    (schema.description ?? "") !== "" ||
    Object.values(schema.properties ?? {}).some(
      ({ description = "" }) => description !== "",
    )
  );
}

/** What discovery says of a resource: of very many names, the first. */
export function discoveredResource(
  reference: Reference,
  groupVersion: GroupVersion,
  { plural }: Resource,
): DiscoveredResource | undefined {
  const found = reference
    .discovered(groupVersion)
    ?.resources.find(({ name }) => name === plural);
  return (
    found && {
      ...found,
      shortNames: firstOf(found.shortNames),
      categories: firstOf(found.categories),
    }
  );
}

/** The first of a list that nobody reads to its end. */
export function firstOf(words: readonly string[]): readonly string[] {
  return words.length <= mostWords
    ? words
    : [...words.slice(0, mostWords), "…"];
}

const mostWords = 50;

/** A link to a type; undefined where it has no page. */
export function typeLink(
  { addresses }: Pick<Reference, "addresses">,
  directory: string,
  typeName: string,
): Link | undefined {
  const page = addresses.type(directory, typeName);
  return page === undefined ? undefined : { text: typeName, to: { page } };
}
