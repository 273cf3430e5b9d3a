import { isRecord } from "../json.js";
import { failure, GenerationFailed, type Diagnostic } from "../diagnostics.js";
import { parseJson } from "../structured-text.js";

/** One document as the `/openapi/v3` index lists it. */
export interface IndexEntry {
  readonly key: string;
  /** Where the server has it: `/openapi/v3/apis/apps/v1?hash=…`; servers behind a prefix may or may not say the prefix. */
  readonly serverRelativeUrl: string;
  /** The `hash` of that URL, where it has one in hexadecimal; it is written into the output. */
  readonly hash: string | undefined;
}

/**
 * Reads the answer of `/openapi/v3`.
 *
 * Keys that are not group/versions (`api`, `apis/apps`, `version` …) are entries like any other.
 *
 * @param label how messages name the index
 * @throws {GenerationFailed} `invalid-json`, `not-an-index`, `bad-index-key`
 */
export function parseIndex(text: string, label: string): readonly IndexEntry[] {
  return readIndex(parseJson(text, label), label);
}

/** As {@link parseIndex}, of JSON that is parsed. */
export function readIndex(
  value: unknown,
  label: string,
): readonly IndexEntry[] {
  if (!isRecord(value) || !isRecord(value["paths"]))
    throw failure({
      code: "not-an-index",
      message: "this is not an index of OpenAPI documents: it has no paths",
      hint: "the index is the answer of /openapi/v3, which Kubernetes serves since 1.24",
      at: { document: label },
    });
  const problems: Diagnostic[] = [];
  const entries = Object.entries(value["paths"]).map(([key, entry]) => {
    const url = isRecord(entry) ? entry["serverRelativeURL"] : undefined;
    if (typeof url !== "string" || !isSafeKey(key))
      problems.push({
        severity: "error",
        code: "bad-index-key",
        message: isSafeKey(key)
          ? `the document "${key}" has no serverRelativeURL`
          : `the name ${JSON.stringify(key)} of a document leads out of the index`,
        at: { document: label },
      });
    const serverRelativeUrl = typeof url === "string" ? url : "";
    const hash = /[?&]hash=([0-9A-Fa-f]{1,128})(?:&|$)/.exec(
      serverRelativeUrl,
    )?.[1];
    return { key, serverRelativeUrl, hash };
  });
  if (problems.length > 0) throw new GenerationFailed(problems);
  return entries;
}

/** The index of documents that came without one, as a server would give it. */
export function writeIndex(
  entries: readonly { readonly key: string; readonly hash: string }[],
): string {
  const paths = Object.fromEntries(
    entries.map(({ key, hash }) => [
      key,
      { serverRelativeURL: `/openapi/v3/${key}?hash=${hash}` },
    ]),
  );
  return `${JSON.stringify({ paths })}\n`;
}

/**
 * Refuses a key that no index may have, for documents that come without one.
 *
 * @param label the file that the key is made from
 * @throws {GenerationFailed} `bad-index-key`
 */
export function checkKey(key: string, label: string): void {
  if (isSafeKey(key)) return;
  throw failure({
    code: "bad-index-key",
    message: `${JSON.stringify(key)} is no name of a document`,
    hint: "a document of a group is called as in apis/apps/v1, after the paths that it has",
    at: { document: label },
  });
}

/** Keys become file names and URLs: each segment has to be a name. */
function isSafeKey(key: string): boolean {
  return key
    .split("/")
    .every(
      (segment) =>
        /^[\w.~:@!$&'()*+,;=-]+$/.test(segment) &&
        segment !== "." &&
        segment !== "..",
    );
}
