import type { DocumentCache } from "../cache/document-cache.js";
import type { HashedText, SharedTexts } from "../cache/shared-texts.js";
import { hashOf } from "../content-hash.js";
import type { DocumentEntry, Source } from "../source/source.js";
import {
  contentOf,
  indexHashOf,
  type LockedDocument,
  type LockedServer,
} from "./lock.js";

/** A server, and what was read from it so far. */
export interface RecordedSource extends Source {
  /** What the lock is to say of the server. */
  recorded(): LockedServer;
}

/**
 * A server's source that asks for what is not in the cache alone, asks for the index once, and keeps an account of what is read.
 *
 * @param locked what was read last time: it knows documents whose content has another hash than the index says, as those have that are made
 * from `/openapi/v2`
 * @param shared has what other runs of this process read
 */
export function recordedSource(
  server: Source,
  cache: DocumentCache | undefined,
  locked: LockedServer | undefined,
  shared?: SharedTexts,
): RecordedSource {
  const documents = new Map<string, LockedDocument>();
  let entries: Promise<readonly DocumentEntry[]> | undefined;
  let version: string | undefined;

  const read = async (
    entry: DocumentEntry,
    signal: AbortSignal | undefined,
  ): Promise<HashedText> => {
    const { key, hash } = entry;
    const known =
      hash === undefined ? undefined : contentFor(key, hash, locked);
    const get = async (): Promise<HashedText> => {
      const kept = known === undefined ? undefined : await cache?.get(known);
      return known === undefined || kept === undefined
        ? fetched(entry, cache, signal)
        : { text: kept, hash: known };
    };
    const got =
      known === undefined || shared === undefined
        ? await get()
        : await shared.get(known, get);
    documents.set(key, lockedDocument(got.hash, hash));
    return got;
  };

  return {
    ...server,
    async list(signal) {
      entries ??= server.list(signal);
      return (await entries).map((entry) => ({
        ...entry,
        read: async (readSignal) => ({
          kind: "text",
          ...(await read(entry, readSignal)),
        }),
      }));
    },
    async version(signal) {
      const answer = await server.version(signal);
      version = answer?.gitVersion;
      return answer;
    },
    recorded: () => ({
      ...(version === undefined ? {} : { version }),
      documents: Object.fromEntries(documents),
    }),
  };
}

/** What the server gives; the cache keeps it. */
async function fetched(
  entry: DocumentEntry,
  cache: DocumentCache | undefined,
  signal: AbortSignal | undefined,
): Promise<HashedText> {
  const content = await entry.read(signal);
  const text =
    content.kind === "text" ? content.text : JSON.stringify(content.value);
  const hash = hashOf(text);
  cache?.put(hash, text);
  return { text, hash };
}

/** The hash of the content that the index means. */
function contentFor(
  key: string,
  hash: string,
  locked: LockedServer | undefined,
): string {
  const known = locked?.documents[key];
  return known !== undefined && indexHashOf(known) === hash
    ? contentOf(known)
    : hash;
}

function lockedDocument(
  content: string,
  index: string | undefined,
): LockedDocument {
  if (content === index) return content;
  return index === undefined ? { content } : { content, index };
}
