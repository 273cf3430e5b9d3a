import { groupBy, groupName } from "../model/names.js";
import type { GroupVersion } from "../model/model.js";
import type { Schema } from "../document/openapi.js";
import { toolVersion } from "../package-folder.js";
import { byStability } from "../emit/groups.js";
import { fixedPages } from "./addresses.js";
import type { FrontPage, GroupVersionSummary, Link } from "./page-model.js";
import type { Reference } from "./reference.js";
import { groupVersionName, stabilityOf } from "./words.js";

/** The first page. */
export function frontPage(reference: Reference): FrontPage {
  const { model, server } = reference;
  const served = model.groupVersions.filter(
    ({ resources }) => resources.length > 0,
  );
  const groups = [...groupBy(served, ({ group }) => group)]
    .map(([group, versions]) => ({
      name: groupName(group),
      versions: [...versions]
        .sort(byStability)
        .map((version) => summaryOf(reference, version)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    kind: "front",
    address: fixedPages.front,
    title: server === undefined ? "Kubernetes API" : `Kubernetes API ${server}`,
    server,
    toolVersion,
    hasDescriptions: reference.hasDescriptions,
    upgrade: upgradeLink(reference),
    counts: {
      groups: groups.length,
      versions: served.length,
      resources: sum(served, ({ resources }) => resources.length),
      types: sum(model.groupVersions, ({ schemas }) => schemas.length),
      fields: sum(model.groupVersions, ({ schemas }) =>
        sum(schemas, ({ schema }) => fieldCount(schema)),
      ),
    },
    groups,
    typesOnly: model.groupVersions
      .filter(({ resources }) => resources.length === 0)
      .map((groupVersion) => ({
        text: groupVersion.directory,
        to: { page: reference.addresses.groupVersion(groupVersion) },
      })),
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
    resources: resources.map((resource) => ({
      text: resource.kind,
      to: { page: addresses.resource(groupVersion, resource) },
    })),
    typeCount: schemas.length,
    hash: document?.hash,
  };
}

function fieldCount(schema: Schema): number {
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
