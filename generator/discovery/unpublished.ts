import type { Diagnostics } from "../diagnostics.js";
import type { AggregatedDiscovery } from "../source/source.js";
import {
  discoveredGroupVersions,
  type DiscoveredGroupVersion,
} from "./discovered.js";
import { spellGroupVersion } from "./group-version.js";

/**
 * The group/versions that the server serves without a document.
 *
 * The index leaves out an aggregated API server that was never reached; discovery still knows it, and says that it is stale.
 */
export function unpublishedGroupVersions(
  published: ReadonlySet<string>,
  discovery: AggregatedDiscovery | undefined,
): readonly DiscoveredGroupVersion[] {
  return discoveredGroupVersions(discovery).filter(
    ({ group, version }) =>
      group !== "" && !published.has(`apis/${group}/${version}`),
  );
}

/** Warns of group/versions that are left out because they have no document. */
export function reportUnpublished(
  unpublished: readonly DiscoveredGroupVersion[],
  diagnostics: Diagnostics,
): void {
  for (const groupVersion of unpublished) {
    const { group, version, stale } = groupVersion;
    diagnostics.add({
      severity: "warning",
      code: "unpublished-group-version",
      message: `the server serves "${spellGroupVersion(groupVersion)}" and publishes no document for it: it is left out`,
      hint: stale
        ? `the server behind it cannot be reached: "kubectl get apiservice ${version}.${group}" says why`
        : "run again: the document of a new API comes a little after it",
    });
  }
}
