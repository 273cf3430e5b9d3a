import type { DocumentCache } from "../cache/document-cache.js";
import { failure } from "../diagnostics.js";
import type { Source } from "../source/source.js";
import { contentOf, indexHashOf, type LockedServer } from "./lock.js";
import type { RecordedSource } from "./recorded-source.js";

/**
 * What a lock says of a server, with the documents from the cache: nothing is asked of anyone.
 *
 * What the server serves without a document is not known, nor what it has beside what was read.
 */
export function offlineSource(
  kind: Source["kind"],
  label: string,
  locked: LockedServer,
  cache: DocumentCache,
): RecordedSource {
  const { version } = locked;
  return {
    kind,
    label,
    list: () =>
      Promise.resolve(
        Object.entries(locked.documents).map(([key, document]) => {
          const hash = indexHashOf(document);
          return {
            key,
            ...(hash === undefined ? {} : { hash }),
            label: key,
            async read() {
              const text = await cache.get(contentOf(document));
              if (text === undefined) throw notKept(key, cache);
              return { kind: "text", text };
            },
          };
        }),
      ),
    version: () =>
      Promise.resolve(
        version === undefined
          ? undefined
          : {
              gitVersion: version,
              text: JSON.stringify({ gitVersion: version }),
            },
      ),
    discovery: () => Promise.resolve(undefined),
    openapiV2: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
    recorded: () => locked,
  };
}

function notKept(key: string, { folder }: DocumentCache): Error {
  return failure({
    code: "not-in-cache",
    message: `the cache in "${folder}" does not have the document that the lock names`,
    hint: "run once without --offline, with --force, where the server can be reached; in CI, restore the cache that this was done with",
    at: { document: key },
  });
}
