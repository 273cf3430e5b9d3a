import type { Diagnostics } from "../diagnostics.js";
import type { AggregatedDiscovery } from "../source/source.js";

/**
 * Warns of group/versions that the server serves without a document.
 *
 * The index leaves out an aggregated API server that cannot be reached; discovery still knows it, and says that it is stale.
 */
export function reportUnpublished(
  keys: readonly string[],
  discovery: AggregatedDiscovery | undefined,
  diagnostics: Diagnostics,
): void {
  const published = new Set(keys);
  const list = discovery?.apis as DiscoveryList | undefined;
  for (const { metadata, versions = [] } of list?.items ?? [])
    for (const { version, freshness } of versions) {
      const groupVersion = `${metadata?.name ?? ""}/${version}`;
      if (published.has(`apis/${groupVersion}`)) continue;
      diagnostics.add({
        severity: "warning",
        code: "unpublished-group-version",
        message: `the server serves "${groupVersion}" and publishes no document for it: it is left out`,
        hint:
          freshness === "Stale"
            ? `the server behind it cannot be reached: "kubectl get apiservice ${version}.${metadata?.name ?? ""}" says why`
            : "run again: the document of a new API comes a little after it",
      });
    }
}

/**
 * As far as it is read here.
 *
 * @see https://pkg.go.dev/k8s.io/api/apidiscovery/v2#APIGroupDiscoveryList
 */
interface DiscoveryList {
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly freshness?: string;
    }[];
  }[];
}
