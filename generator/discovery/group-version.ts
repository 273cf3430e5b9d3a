/** An API group in one version. The group is empty for the core group. */
export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** What a key of the `/openapi/v3` index stands for. */
export type IndexKey =
  | ({ readonly kind: "group-version" } & GroupVersion)
  /** `apis/apps`: the list of a group's versions. */
  | { readonly kind: "group"; readonly group: string }
  /** `api`, `apis`, `version`, `logs`, `openid/v1/jwks`, `.well-known/openid-configuration`, and whatever a server adds. */
  | { readonly kind: "other" };

/**
 * Reads a key of the index: `api/v1` and `apis/apps/v1` are group/versions.
 *
 * @see https://github.com/kubernetes/client-go/blob/v0.34.0/openapi3/root.go
 */
export function parseIndexKey(key: string): IndexKey {
  const [root, ...segments] = key.split("/");
  const [first, second] = segments;
  if (root === "api" && first !== undefined && segments.length === 1)
    return { kind: "group-version", group: "", version: first };
  if (root !== "apis" || first === undefined) return { kind: "other" };
  if (second === undefined) return { kind: "group", group: first };
  return segments.length === 2
    ? { kind: "group-version", group: first, version: second }
    : { kind: "other" };
}

/** As options and messages spell it: `apps/v1`, and `core/v1` for the core group. */
export function spellGroupVersion({ group, version }: GroupVersion): string {
  return `${group === "" ? "core" : group}/${version}`;
}

/**
 * The key of the document that a path is in: `apis/apps/v1` for `/apis/apps/v1/namespaces/{namespace}/deployments`, `version` for `/version/`.
 */
export function keyOfPath(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "");
  const [root] = segments;
  const length = root === "apis" ? 3 : root === "api" ? 2 : segments.length;
  const names = segments.slice(0, length).filter((name) => !/[{}]/.test(name));
  return names.join("/") || "unknown";
}
