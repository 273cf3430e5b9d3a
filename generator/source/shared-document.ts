import { GenerationFailed } from "../diagnostics.js";
import { parseIndexKey } from "../discovery/group-version.js";

/** How often a document of many servers is asked for: where one of two has it, all in vain once in a thousand times. */
const tries = 10;

/**
 * Reads a document, again where it is one that many servers publish under one key and the answer was a refusal.
 *
 * API servers behind an aggregator all publish what is of no group, such as `version`. A request for it goes to any of them, each
 * time to another: one may be down, and the hash of the index may be another's, so that each redirects to its own.
 *
 * https://github.com/kubernetes/kubernetes/blob/v1.37.0/staging/src/k8s.io/kube-aggregator/pkg/controllers/openapiv3/aggregator/aggregator.go
 */
export async function readShared<T>(
  key: string,
  read: () => Promise<T>,
): Promise<T> {
  const isShared = parseIndexKey(key).kind !== "group-version";
  for (let left = isShared ? tries : 1; ; left -= 1) {
    try {
      return await read();
    } catch (error) {
      // A server that went away is no matter of one document.
      const isOfDocument =
        error instanceof GenerationFailed &&
        error.diagnostics.every(({ at }) => at !== undefined);
      if (left === 1 || !isOfDocument) throw error;
    }
  }
}
