import { failure } from "../diagnostics.js";
import { keyOfPath } from "../discovery/group-version.js";
import { captureSource, isCapture } from "./capture.js";
import { isSwagger } from "../swagger/documents.js";
import { checkKey } from "./openapi-index.js";
import type { DocumentEntry, Source } from "./source.js";
import { swaggerEntries } from "./swagger.js";

/**
 * A file that holds a capture that `kubewright snapshot` wrote, or one document.
 *
 * A document of Swagger 2.0, as `/openapi/v2` answers it, is of all group/versions at once.
 *
 * @param value what is in it, parsed
 * @throws {GenerationFailed} where the file is neither
 */
export function fileSource(path: string, value: unknown): Source {
  if (isCapture(value))
    return captureSource("file", path, () => Promise.resolve(value));

  const isV2 = isSwagger(value);
  const entries = isV2
    ? swaggerEntries(value, path)
    : [documentEntry(value, path)];
  return {
    kind: "file",
    label: path,
    list: () => Promise.resolve(entries),
    version: () => Promise.resolve(undefined),
    discovery: () => Promise.resolve(undefined),
    openapiV2: () => Promise.resolve(isV2 ? JSON.stringify(value) : undefined),
    close: () => Promise.resolve(),
  };
}

function documentEntry(value: unknown, path: string): DocumentEntry {
  const key = keyOfDocument(value, path);
  checkKey(key, path);
  return {
    key,
    label: path,
    read: () => Promise.resolve({ kind: "value", value }),
  };
}

/**
 * The key that an index would have for a document: what its paths have in common.
 *
 * What is not a document at all gets a key that no index has; checking it says what it is.
 */
function keyOfDocument(value: unknown, path: string): string {
  const paths =
    typeof value === "object" && value !== null && "paths" in value
      ? value.paths
      : undefined;
  if (typeof paths !== "object" || paths === null) return "unknown";
  const all = Object.entries(paths);
  if (all.some(([, item]) => isIndexEntry(item)))
    throw failure({
      code: "index-without-documents",
      message: "this is the index of a server, without the documents",
      hint: 'give the folder that it is in, or the server: "kubewright snapshot" captures all of it',
      at: { document: path },
    });

  const keys = new Set(all.map(([name]) => keyOfPath(name)));
  for (const key of [...keys])
    for (let at = key.indexOf("/"); at > 0; at = key.indexOf("/", at + 1))
      keys.delete(key.slice(0, at));
  const [key, ...others] = [...keys].sort();
  if (key === undefined || others.length === 0) return key || "unknown";
  throw failure({
    code: "several-group-versions",
    message: `the document is of more than one group/version: ${[...keys].sort().slice(0, 10).join(", ")}${keys.size > 10 ? " …" : ""}`,
    hint: "give a folder with one file for each, named as in apis__apps__v1_openapi.json",
    at: { document: path },
  });
}

function isIndexEntry(item: unknown): boolean {
  return (
    typeof item === "object" && item !== null && "serverRelativeURL" in item
  );
}
