import type { KubernetesObject } from "./types.js";

/** What names an object within its resource: `namespace/name`, or the name alone where it has no namespace. */
export function objectKey({ metadata }: KubernetesObject): string {
  const name = metadata?.name ?? "";
  const namespace = metadata?.namespace;
  return namespace ? `${namespace}/${name}` : name;
}

/**
 * Compares two versions of one resource: negative where the first is the older one, 0 where they are the same, undefined where
 * that cannot be told, since one of them is not a whole number.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions (comparable since Kubernetes 1.35, KEP-5504)
 */
export function compareVersions(
  one: string | undefined,
  other: string | undefined,
): number | undefined {
  if (one === other) return 0;
  if (!isNumber(one) || !isNumber(other)) return undefined;
  // Of any length: they need not fit into a number.
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : 1;
}

function isNumber(version: string | undefined): version is string {
  return version !== undefined && /^(?:0|[1-9]\d*)$/.test(version);
}
