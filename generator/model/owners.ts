import type { Document, GroupVersionKind } from "../document/openapi.js";

/** A group in one version. */
export interface Owner {
  readonly group: string;
  readonly version: string;
}

/** Schemas of `apimachinery` have no group: they go to `meta/v1`. */
export const metaOwner: Owner = { group: "meta", version: "v1" };

const apimachinery = "io.k8s.apimachinery.";

/**
 * Kubernetes' own packages and the groups that they hold, by the name that stands before the version.
 *
 * The package is not the group (`rbac` holds `rbac.authorization.k8s.io`), and a version that a server does not publish
 * has no document that would tell. A table keeps a schema's home the same on every server.
 *
 * Source: `register.go` of each package in k8s.io/api, k8s.io/apiextensions-apiserver, k8s.io/kube-aggregator, k8s.io/metrics.
 */
const packageGroups: { readonly [name: string]: string } = {
  "io.k8s.api.admission": "admission.k8s.io",
  "io.k8s.api.admissionregistration": "admissionregistration.k8s.io",
  "io.k8s.api.apiserverinternal": "internal.apiserver.k8s.io",
  "io.k8s.api.apps": "apps",
  "io.k8s.api.authentication": "authentication.k8s.io",
  "io.k8s.api.authorization": "authorization.k8s.io",
  "io.k8s.api.autoscaling": "autoscaling",
  "io.k8s.api.batch": "batch",
  "io.k8s.api.certificates": "certificates.k8s.io",
  "io.k8s.api.coordination": "coordination.k8s.io",
  "io.k8s.api.core": "",
  "io.k8s.api.discovery": "discovery.k8s.io",
  "io.k8s.api.events": "events.k8s.io",
  "io.k8s.api.extensions": "extensions",
  "io.k8s.api.flowcontrol": "flowcontrol.apiserver.k8s.io",
  "io.k8s.api.imagepolicy": "imagepolicy.k8s.io",
  "io.k8s.api.networking": "networking.k8s.io",
  "io.k8s.api.node": "node.k8s.io",
  "io.k8s.api.policy": "policy",
  "io.k8s.api.rbac": "rbac.authorization.k8s.io",
  "io.k8s.api.resource": "resource.k8s.io",
  "io.k8s.api.scheduling": "scheduling.k8s.io",
  "io.k8s.api.storage": "storage.k8s.io",
  "io.k8s.api.storagemigration": "storagemigration.k8s.io",
  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions":
    "apiextensions.k8s.io",
  "io.k8s.kube-aggregator.pkg.apis.apiregistration": "apiregistration.k8s.io",
  "io.k8s.metrics.pkg.apis.metrics": "metrics.k8s.io",
};

/** What `ownerOf` looks things up in: the kinds of all documents, by the part of a schema's name before its last segment. */
export type OwnersByPackage = ReadonlyMap<string, Owner>;

/** Which group and version the schemas of a package belong to, as far as one of them says so by its own kind. */
export function ownersByPackage(
  documents: readonly { readonly document: Document }[],
): OwnersByPackage {
  const claims = new Map<string, Map<string, number>>();
  for (const { document } of documents) {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const kinds = schema["x-kubernetes-group-version-kind"];
      const kind = kinds?.length === 1 ? kinds[0] : undefined;
      if (kind === undefined) continue;
      const claim = JSON.stringify([kind.group, kind.version]);
      const counts = claims.get(packageOf(name)) ?? new Map<string, number>();
      claims.set(packageOf(name), counts);
      counts.set(claim, (counts.get(claim) ?? 0) + 1);
    }
  }
  return new Map(
    [...claims].map(([name, counts]) => [
      name,
      parseClaim(mostFrequent(counts)),
    ]),
  );
}

/**
 * The group and version in whose module a schema is emitted.
 *
 * It follows from the schema's own name and kind, never from who publishes it, wherever these say anything.
 */
export function ownerOf(
  schema: string,
  kind: GroupVersionKind | undefined,
  packages: OwnersByPackage,
  publisher: Owner,
): Owner {
  if (schema.startsWith(apimachinery)) return metaOwner;

  const segments = schema.split(".");
  const version = segments.at(-2) ?? "";
  const name = segments.slice(0, -2).join(".");
  if (Object.hasOwn(packageGroups, name)) {
    return { group: packageGroups[name] ?? "", version };
  }
  if (kind !== undefined) return { group: kind.group, version: kind.version };
  return packages.get(packageOf(schema)) ?? publisher;
}

/** The part of a schema's name before its last segment. */
export function packageOf(schema: string): string {
  return schema.slice(0, Math.max(0, schema.lastIndexOf(".")));
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  const [first] = [...counts].sort(
    ([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1),
  );
  return first?.[0] ?? '["",""]';
}

function parseClaim(claim: string): Owner {
  const [group = "", version = ""] = JSON.parse(claim) as string[];
  return { group, version };
}
