import {
  discoveredGroupVersions,
  type DiscoveredGroupVersion,
  type DiscoveredResource,
} from "./discovery/discovered.js";
import type { Model, Resource, Subresource } from "./model/model.js";
import type { AggregatedDiscovery } from "./source/source.js";

/** What `kubectl api-resources` shows of a resource, and its subresources. */
export interface ResourceListing {
  /** As in the URL: `deployments`. */
  readonly name: string;
  /** Where discovery gives it. */
  readonly singularName?: string;
  /** Empty where discovery gives none. */
  readonly shortNames: readonly string[];
  /** Empty where discovery gives none. */
  readonly categories: readonly string[];
  /** `apps/v1`, and `v1` for the core group. */
  readonly apiVersion: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Whether the server prefers this version of the group, where discovery says it. */
  readonly preferred?: boolean;
  readonly namespaced: boolean;
  readonly kind: string;
  /** RBAC's words, sorted. */
  readonly verbs: readonly string[];
  /** Sorted by name. */
  readonly subresources: readonly SubresourceListing[];
}

/** A subresource, whose kind is often of another group. */
export interface SubresourceListing {
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** RBAC's words, sorted; `connect` for streams and proxies. */
  readonly verbs: readonly string[];
  /** The methods of HTTP that a `connect` takes: `GET`. */
  readonly methods?: readonly string[];
}

/** Lists the resources of a model, sorted by group, version and name. */
export function listResources(
  model: Model,
  discovery: AggregatedDiscovery | undefined,
): readonly ResourceListing[] {
  const discovered = new Map(
    discoveredGroupVersions(discovery).map((found) => [
      `${found.group}/${found.version}`,
      found,
    ]),
  );
  return model.groupVersions
    .flatMap(({ group, version, resources }) =>
      resources.map((resource) =>
        listing(
          { group, version },
          resource,
          discovered.get(`${group}/${version}`),
        ),
      ),
    )
    .sort(
      (a, b) =>
        compare(a.group, b.group) ||
        compare(a.version, b.version) ||
        compare(a.name, b.name),
    );
}

function listing(
  { group, version }: { readonly group: string; readonly version: string },
  resource: Resource,
  discovered: DiscoveredGroupVersion | undefined,
): ResourceListing {
  const found: Partial<DiscoveredResource> =
    discovered?.resources.find(({ name }) => name === resource.plural) ?? {};
  const { singularName, shortNames = [], categories = [] } = found;
  return {
    name: resource.plural,
    ...(singularName === undefined ? {} : { singularName }),
    shortNames,
    categories,
    apiVersion: spellApiVersion(group, version),
    group,
    version,
    ...(discovered === undefined ? {} : { preferred: discovered.preferred }),
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: resource.verbs,
    subresources: resource.subresources.map(subresourceListing),
  };
}

function subresourceListing({
  name,
  groupVersionKind: { group, version, kind },
  verbs,
  methods,
}: Subresource): SubresourceListing {
  return {
    name,
    apiVersion: spellApiVersion(group, version),
    kind,
    verbs,
    ...(methods.length === 0
      ? {}
      : { methods: methods.map((method) => method.toUpperCase()) }),
  };
}

function spellApiVersion(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
