import { groupBy, groupName } from "../model/names.js";
import type { GroupVersion } from "../model/model.js";
import type { Schema } from "../document/openapi.js";
import { toolVersion } from "../package-folder.js";
import { byStability } from "../emit/groups.js";
import { fixedPages } from "./addresses.js";
import { linkBytes, listParts, shortName } from "./list-parts.js";
import type { FrontPage, GroupVersionSummary, Link } from "./page-model.js";
import type { Reference } from "./reference.js";
import { bytesOf, piecesOfList } from "./weights.js";
import { groupVersionName, stabilityOf } from "./words.js";

/** The first page, and further ones where there are more groups than it has room for. */
export function frontPages(reference: Reference): readonly FrontPage[] {
  const { model, server, addresses } = reference;
  const served = model.groupVersions.filter(
    ({ resources }) => resources.length > 0,
  );
  const mostKinds = Math.max(
    fewestKinds,
    Math.floor(mostKindsInAll / Math.max(1, served.length)),
  );
  const groups = [...groupBy(served, ({ group }) => group)]
    .map(([group, versions]) => ({
      name: groupName(group),
      versions: [...versions]
        .sort(byStability)
        .map((version) => summaryOf(reference, version, mostKinds)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  // One with more versions than a page has room for stands on each page that has some of them.
  const parted = groups.flatMap(({ name, versions }) =>
    piecesOfList(versions, versionBytes).map((some) => ({
      name,
      versions: some,
    })),
  );
  const typesOnly = model.groupVersions
    .filter(({ resources }) => resources.length === 0)
    .map((groupVersion) => ({
      text: groupVersion.directory,
      to: { page: addresses.groupVersion(groupVersion) },
    }));
  const listed: readonly Listed[] = [...parted, ...typesOnly];
  const counts = countsOf(reference, groups.length, served);
  return listParts(
    fixedPages.front,
    listed,
    (one) => ("to" in one ? one.text : one.name),
    (one) => ("to" in one ? linkBytes(one) : weightOf(one)),
  ).map(({ items, suffix, ...part }) => ({
    kind: "front",
    title: `${titleOf(server)}${suffix}`,
    ...part,
    server,
    toolVersion,
    hasDescriptions: reference.hasDescriptions,
    upgrade: upgradeLink(reference),
    counts,
    groups: items.flatMap((one) => ("to" in one ? [] : one)),
    typesOnly: items.flatMap((one) => ("to" in one ? one : [])),
  }));
}

type Group = FrontPage["groups"][number];
type Listed = Group | FrontPage["typesOnly"][number];

/** How many kinds stand on the first page, with all of a group's where there are no more. */
const mostKindsInAll = 1_200;
const fewestKinds = 8;

/** What a site is called. */
export function titleOf(server: string | undefined): string {
  return server === undefined ? "Kubernetes API" : `Kubernetes API ${server}`;
}

function countsOf(
  { model }: Reference,
  groups: number,
  served: readonly GroupVersion[],
): FrontPage["counts"] {
  return {
    groups,
    versions: served.length,
    resources: sum(served, ({ resources }) => resources.length),
    types: sum(model.groupVersions, ({ schemas }) => schemas.length),
    fields: sum(model.groupVersions, ({ schemas }) =>
      sum(schemas, ({ schema }) => fieldCount(schema)),
    ),
  };
}

/** A link to what changed; undefined where nothing is compared. */
export function upgradeLink({ since }: Reference): Link | undefined {
  return (
    since && {
      text: `Since ${since.name}`,
      to: { page: fixedPages.upgrade },
    }
  );
}

function summaryOf(
  reference: Reference,
  groupVersion: GroupVersion,
  mostKinds: number,
): GroupVersionSummary {
  const { addresses } = reference;
  const { resources, schemas, document, version } = groupVersion;
  return {
    link: {
      text: groupVersionName(groupVersion),
      to: { page: addresses.groupVersion(groupVersion) },
    },
    stability: stabilityOf(version),
    preferred: reference.discovered(groupVersion)?.preferred ?? false,
    resources: resources.slice(0, mostKinds).map((resource) => ({
      text: shortName(resource.kind),
      to: { page: addresses.resource(groupVersion, resource) },
    })),
    moreResources: Math.max(0, resources.length - mostKinds),
    typeCount: schemas.length,
    hash: document?.hash,
  };
}

/** A heading, and for each version one of its own, its kinds, and a line among the sources with its hash. */
function weightOf({ name, versions }: Group): number {
  return 100 + bytesOf(name) + sum(versions, versionBytes);
}

function versionBytes({ link, resources }: GroupVersionSummary): number {
  return 600 + 2 * linkBytes(link) + sum(resources, linkBytes);
}

/** How many fields a schema has, those within others among them. */
export function fieldCount(schema: Schema): number {
  const { properties = {}, items, additionalProperties: values } = schema;
  return (
    sum(Object.values(properties), (property) => 1 + fieldCount(property)) +
    (items === undefined ? 0 : fieldCount(items)) +
    (typeof values === "object" ? fieldCount(values) : 0)
  );
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
