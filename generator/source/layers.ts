import type { Diagnostics } from "../diagnostics.js";
import type { AggregatedDiscovery, DocumentEntry, Source } from "./source.js";

/** A document, and the layer that it is of. */
interface Owned {
  readonly entry: DocumentEntry;
  readonly layer: Source;
}

/**
 * Several sources laid over each other: where two have the same document, the later one's is used, and for a group/version a line says so.
 *
 * What discovery says of a group/version comes from the layer that its document comes from; there is a version where all layers
 * are of the same, as it is said of every file.
 */
export function layeredSource(
  layers: readonly Source[],
  diagnostics: Diagnostics,
): Source {
  let merged: Promise<ReadonlyMap<string, Owned>> | undefined;
  const owners = (
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, Owned>> =>
    (merged ??= mergeLists(layers, diagnostics, signal));

  return {
    kind: "layers",
    label: layers.map(({ label }) => label).join(", "),
    list: async (signal) =>
      [...(await owners(signal)).values()].map(({ entry }) => entry),
    async version(signal) {
      const [first, ...others] = await Promise.all(
        layers.map((layer) => layer.version(signal)),
      );
      return others.every((other) => other?.gitVersion === first?.gitVersion)
        ? first
        : undefined;
    },
    async discovery(signal) {
      const published = await owners(signal);
      const all = await Promise.all(
        layers.map(async (layer) => ({
          layer,
          discovery: await layer.discovery(signal),
        })),
      );
      return mergeDiscovery(all, published);
    },
    openapiV2: () => Promise.resolve(undefined),
    async close() {
      await Promise.all(layers.map((layer) => layer.close()));
    },
  };
}

async function mergeLists(
  layers: readonly Source[],
  diagnostics: Diagnostics,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Owned>> {
  const lists = await Promise.all(
    layers.map(async (layer) => ({ layer, entries: await layer.list(signal) })),
  );
  const owners = new Map<string, Owned>();
  for (const { layer, entries } of lists)
    for (const entry of entries) {
      const earlier = owners.get(entry.key);
      if (earlier !== undefined && /^(?:api|apis\/.+)\/./.test(entry.key))
        diagnostics.add({
          severity: "info",
          code: "layered-group-version",
          message: `"${entry.key}" of ${layer.label} replaces that of ${earlier.layer.label}`,
          at: { document: entry.label },
        });
      owners.set(entry.key, { entry, layer });
    }
  return owners;
}

/** As far as it is read here: groups and their versions. */
interface DiscoveryGroup {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly { readonly version: string }[];
}

function mergeDiscovery(
  all: readonly {
    readonly layer: Source;
    readonly discovery: AggregatedDiscovery | undefined;
  }[],
  published: ReadonlyMap<string, Owned>,
): AggregatedDiscovery | undefined {
  if (all.every(({ discovery }) => discovery === undefined)) return undefined;
  const merge = (part: "api" | "apis"): unknown => {
    const groups = new Map<string, DiscoveryGroup>();
    for (const { layer, discovery } of all)
      for (const group of groupsOf(discovery?.[part])) {
        const name = group.metadata.name ?? "";
        const key = name === "" ? "api" : `apis/${name}`;
        const own = group.versions.filter(
          ({ version }) => published.get(`${key}/${version}`)?.layer === layer,
        );
        if (own.length === 0) continue;
        const versions = [...(groups.get(name)?.versions ?? []), ...own];
        groups.set(name, { ...group, versions });
      }
    return groups.size === 0
      ? undefined
      : {
          kind: "APIGroupDiscoveryList",
          apiVersion: "apidiscovery.k8s.io/v2",
          metadata: {},
          items: [...groups.values()],
        };
  };
  return { api: merge("api"), apis: merge("apis") };
}

function groupsOf(list: unknown): readonly DiscoveryGroup[] {
  const items =
    typeof list === "object" && list !== null && "items" in list
      ? list.items
      : undefined;
  return Array.isArray(items) ? items.filter(isDiscoveryGroup) : [];
}

function isDiscoveryGroup(value: unknown): value is DiscoveryGroup {
  return (
    typeof value === "object" &&
    value !== null &&
    "metadata" in value &&
    typeof value.metadata === "object" &&
    value.metadata !== null &&
    "versions" in value &&
    Array.isArray(value.versions)
  );
}
