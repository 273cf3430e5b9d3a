import type { Crd, CrdVersion } from "./crd.js";
import { compareVersions } from "./version-priority.js";

const verbs = [
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "create",
  "update",
  "watch",
];
const subresourceVerbs = ["get", "patch", "update"];

/**
 * What aggregated discovery says of custom resources: an `APIGroupDiscoveryList`, with groups in the order of their names and versions in
 * that of Kubernetes' preference.
 *
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/apiserver/customresource_discovery_controller.go
 */
export function discoveryOf(crds: readonly Crd[]): unknown {
  const groups = [...new Set(crds.map(({ group }) => group))].sort();
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map((name) => {
      const own = crds.filter(({ group }) => group === name);
      const versions = own.flatMap((crd) => crd.versions.map((v) => v.name));
      return {
        metadata: { name },
        versions: [...new Set(versions)]
          .sort(compareVersions)
          .map((version) => ({
            version,
            resources: own
              .flatMap((crd) =>
                crd.versions
                  .filter((served) => served.name === version)
                  .map((served) => resourceOf(crd, served)),
              )
              .sort((a, b) => (a.resource < b.resource ? -1 : 1)),
            freshness: "Current",
          })),
      };
    }),
  };
}

function resourceOf(
  { group, namespaced, names }: Crd,
  version: CrdVersion,
): { readonly resource: string } {
  const { plural, singular, kind, shortNames, categories } = names;
  const responseKind = { group, version: version.name, kind };
  const ofScale = { group: "autoscaling", version: "v1", kind: "Scale" };
  return {
    resource: plural,
    ...{
      responseKind,
      scope: namespaced ? "Namespaced" : "Cluster",
      singularResource: singular,
      verbs,
      ...(shortNames.length > 0 && { shortNames }),
      ...(categories.length > 0 && { categories }),
      ...(version.subresources.length > 0 && {
        subresources: version.subresources.map((subresource) => ({
          subresource,
          responseKind: subresource === "scale" ? ofScale : responseKind,
          verbs: subresourceVerbs,
        })),
      }),
    },
  };
}
