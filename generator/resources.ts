import type { Model, Resource, Subresource } from "./model/model.js";
import type { AggregatedDiscovery } from "./source/source.js";

/** What `kubectl api-resources` shows of a resource, and its subresources. */
export interface ResourceListing {
  /** As in the URL: `deployments`. */
  readonly name: string;
  /** Where aggregated discovery gives it. */
  readonly singularName?: string;
  /** Empty where aggregated discovery gives none. */
  readonly shortNames: readonly string[];
  /** Empty where aggregated discovery gives none. */
  readonly categories: readonly string[];
  /** `apps/v1`, and `v1` for the core group. */
  readonly apiVersion: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
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
  const names = readDiscovery(discovery);
  return model.groupVersions
    .flatMap(({ group, version, resources }) =>
      resources.map((resource) =>
        listing(
          { group, version },
          resource,
          names.get(`${group}/${version}/${resource.plural}`),
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
  discovered: DiscoveredResource | undefined,
): ResourceListing {
  const {
    singularResource,
    shortNames = [],
    categories = [],
  } = discovered ?? {};
  return {
    name: resource.plural,
    ...(singularResource === undefined || singularResource === ""
      ? {}
      : { singularName: singularResource }),
    shortNames,
    categories,
    apiVersion: spellApiVersion(group, version),
    group,
    version,
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

/**
 * What OpenAPI does not have.
 *
 * @see https://pkg.go.dev/k8s.io/api/apidiscovery/v2#APIResourceDiscovery
 */
interface DiscoveredResource {
  readonly resource: string;
  readonly singularResource?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

interface DiscoveryList {
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly resources?: readonly DiscoveredResource[];
    }[];
  }[];
}

function readDiscovery(
  discovery: AggregatedDiscovery | undefined,
): ReadonlyMap<string, DiscoveredResource> {
  const found = new Map<string, DiscoveredResource>();
  for (const list of [discovery?.api, discovery?.apis])
    for (const { metadata, versions = [] } of (
      list as DiscoveryList | undefined
    )?.items ?? [])
      for (const { version, resources = [] } of versions)
        for (const resource of resources)
          found.set(
            `${metadata?.name ?? ""}/${version}/${resource.resource}`,
            resource,
          );
  return found;
}
