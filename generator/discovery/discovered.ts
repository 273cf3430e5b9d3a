import type { AggregatedDiscovery } from "../source/source.js";
import type { GroupVersion } from "./group-version.js";

/** A group/version as discovery has it. */
export interface DiscoveredGroupVersion extends GroupVersion {
  /** Whether the server gives this version of the group to who names none. */
  readonly preferred: boolean;
  /** Whether the server behind it cannot be reached. */
  readonly stale: boolean;
  readonly resources: readonly DiscoveredResource[];
}

/**
 * What OpenAPI does not have of a resource.
 *
 * @see https://pkg.go.dev/k8s.io/api/apidiscovery/v2#APIResourceDiscovery
 */
export interface DiscoveredResource {
  /** As in the URL: `deployments`. */
  readonly name: string;
  /** Undefined where the server does not say it. */
  readonly singularName: string | undefined;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

/** Reads both lists of discovery; what is not as it should be is passed over, since all that it says is beside the documents. */
export function discoveredGroupVersions(
  discovery: AggregatedDiscovery | undefined,
): readonly DiscoveredGroupVersion[] {
  return [discovery?.api, discovery?.apis].flatMap((list) =>
    records(list, "items").flatMap((group) => {
      const name = text(member(group, "metadata"), "name") ?? "";
      return records(group, "versions").flatMap((item, position) => {
        const version = text(item, "version");
        return version === undefined
          ? []
          : [
              {
                group: name,
                version,
                // The first one is.
                preferred: position === 0,
                stale: text(item, "freshness") === "Stale",
                resources: records(item, "resources").flatMap(readResource),
              },
            ];
      });
    }),
  );
}

function readResource(resource: unknown): readonly DiscoveredResource[] {
  const name = text(resource, "resource");
  if (name === undefined) return [];
  // Old servers say an empty one.
  const singularName = text(resource, "singularResource") || undefined;
  return [
    {
      name,
      singularName,
      shortNames: texts(resource, "shortNames"),
      categories: texts(resource, "categories"),
    },
  ];
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function records(value: unknown, name: string): readonly unknown[] {
  const list = member(value, name);
  return Array.isArray(list) ? list : [];
}

function text(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === "string" ? found : undefined;
}

function texts(value: unknown, name: string): readonly string[] {
  return records(value, name).filter((item) => typeof item === "string");
}
