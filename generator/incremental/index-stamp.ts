import { parseIndexKey } from "../discovery/group-version.js";
import { sha256 } from "../manifest.js";
import type { DocumentEntry } from "../source/source.js";
import { contentOf, indexHashOf, type LockedServer } from "./lock.js";

/** The document that every cluster's own API server has, and that no other has: it tells of another version of Kubernetes. */
const ownDocument = "api/v1";

/**
 * Says whether the index of a server is as it was: which documents there are, and the hashes of those that were read.
 *
 * Of documents of no group and version each server of a cluster has one of its own, and the index has the hash of any, another each time.
 *
 * @returns undefined where that cannot be said: there are no hashes, or a document was not to be had
 * @see https://github.com/kubernetes/kubernetes/blob/v1.37.0/staging/src/k8s.io/kube-aggregator/pkg/controllers/openapiv3/aggregator/aggregator.go
 */
export function stampOfIndex(
  entries: readonly Pick<DocumentEntry, "hash" | "key">[],
  { documents }: LockedServer,
): string | undefined {
  const isRead = ({ key }: { key: string }): boolean =>
    Object.hasOwn(documents, key);
  const groups = new Set(
    entries.filter(isRead).flatMap(({ key }) => groupOf(key)),
  );
  const told: string[] = [];
  for (const entry of entries) {
    const { key, hash } = entry;
    const parsed = parseIndexKey(key);
    if (parsed.kind === "group-version") {
      if (!isRead(entry) && key !== ownDocument) continue;
      if (hash === undefined) return undefined;
      told.push(`${key} ${hash}`);
    } else {
      const isWanted = parsed.kind === "other" || groups.has(parsed.group);
      if (isWanted && !isRead(entry)) return undefined;
    }
  }
  const keys = entries.map(({ key }) => key);
  return sha256([...keys.sort(), ...told.sort()].join("\n"));
}

/**
 * The keys of documents whose hash in the index is another than it was, where nothing else about it is.
 *
 * @param stamp of the index as it was
 * @returns undefined where there is more: documents that came or went, or some whose hashes are not known
 */
export function changedDocuments(
  entries: readonly Pick<DocumentEntry, "hash" | "key">[],
  server: LockedServer,
  stamp: string | undefined,
): readonly string[] | undefined {
  const hashes = new Map(
    Object.entries(server.documents).map(([key, one]) => [
      key,
      indexHashOf(one),
    ]),
  );
  const before: Pick<DocumentEntry, "hash" | "key">[] = [];
  const changed: string[] = [];
  for (const entry of entries) {
    const { key } = entry;
    const hash = hashes.get(key);
    if (hash === undefined || hash === entry.hash) before.push(entry);
    else {
      before.push({ key, hash });
      changed.push(key);
    }
  }
  return stamp !== undefined && stampOfIndex(before, server) === stamp
    ? changed
    : undefined;
}

function groupOf(key: string): readonly string[] {
  const parsed = parseIndexKey(key);
  return parsed.kind === "group-version" ? [parsed.group] : [];
}

/**
 * Whether two accounts of a server are of the same. Of documents of no group and version, one is as good as another.
 *
 * @param isKept whether the content of such a document, by its hash, can still be had
 */
export function isSameServer(
  before: LockedServer,
  after: LockedServer,
  isKept: (content: string) => boolean,
): boolean {
  const keys = Object.keys(before.documents);
  return (
    before.version === after.version &&
    keys.length === Object.keys(after.documents).length &&
    keys.every((key) => {
      const [one, other] = [before.documents[key], after.documents[key]];
      if (one === undefined || other === undefined) return false;
      if (JSON.stringify(one) === JSON.stringify(other)) return true;
      return (
        parseIndexKey(key).kind !== "group-version" && isKept(contentOf(one))
      );
    })
  );
}
