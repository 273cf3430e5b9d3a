import type { Requested } from "./uses.js";

/** What a published path is a request for; undefined where it is none of a resource's. */
export function requestedBy(path: string): Requested | undefined {
  const [, root, ...segments] = path.replace(/\?.*$/, "").split("/");
  const group = root === "apis" ? segments.shift() : "";
  const version = segments.shift();
  const inNamespace =
    segments[0] === "namespaces" &&
    segments[1] === "{namespace}" &&
    segments.length > 2;
  const [resource, , subresource] = inNamespace ? segments.slice(2) : segments;
  if (group === undefined || version === undefined || resource === undefined)
    return undefined;
  return { group, version, resource, subresource, inNamespace };
}

/** The verbs of methods whose name is not RBAC's word. */
const verbs: ReadonlyMap<string, string> = new Map([
  ["listAll", "list"],
  ["apply", "patch"],
  ["deleteCollection", "deletecollection"],
  ["logs", "get"],
]);

const plainVerbs: ReadonlySet<string> = new Set([
  "create",
  "delete",
  "get",
  "list",
  "patch",
  "update",
  "watch",
]);

/** RBAC's word for what a method of a client does. */
export function verbOf(method: string): string {
  return verbs.get(method) ?? (plainVerbs.has(method) ? method : "connect");
}
