import type { Diagnostics } from "../diagnostics.js";
import { keyOfPath, parseIndexKey } from "../discovery/group-version.js";
import type { Document } from "./openapi.js";

/**
 * Leaves the paths of other group/versions out of a group/version's document.
 *
 * An aggregated API server without `/openapi/v3` has one document for all that it serves. The aggregator converts it, and gives the whole of
 * it as the document of each group/version that is registered for that server.
 *
 * @param listed the keys of all documents: what is in none of them is said to be left out
 * @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/staging/src/k8s.io/kube-aggregator/pkg/controllers/openapiv3/aggregator/aggregator.go
 */
export function withOwnPaths(
  { key, label, document }: { key: string; label: string; document: Document },
  listed: ReadonlySet<string>,
  diagnostics: Diagnostics,
): Document {
  if (parseIndexKey(key).kind !== "group-version") return document;
  const others = new Set<string>();
  const own = Object.entries(document.paths).filter(([path]) => {
    const other = keyOfPath(path);
    if (other === key || parseIndexKey(other).kind !== "group-version")
      return true;
    others.add(other);
    return false;
  });
  for (const other of others)
    if (!listed.has(other))
      diagnostics.add({
        severity: "warning",
        code: "stray-paths",
        message: `the document has paths of "${other}", which has no document of its own: they are left out`,
        hint: "an API server gives what it serves one document for each group/version",
        at: { document: label, pointer: "/paths" },
      });
  return others.size === 0
    ? document
    : { ...document, paths: Object.fromEntries(own) };
}
