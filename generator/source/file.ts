import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { failure } from "../diagnostics.js";
import { maximumCaptureBytes } from "../limits.js";
import { parseStructuredText } from "../structured-text.js";
import { captureSource, isCapture } from "./capture.js";
import { readSourceFile } from "./file-text.js";
import { checkKey } from "./openapi-index.js";
import type { DocumentContent, Source } from "./source.js";

/**
 * A file: a capture that `kubewright snapshot` wrote, or one document, as JSON or as YAML. Either may be gzipped.
 *
 * @throws {GenerationFailed} where the file is neither
 */
export async function fileSource(
  path: string,
  signal?: AbortSignal,
): Promise<Source> {
  const text = await unpack(
    path,
    await readSourceFile(path, signal, maximumCaptureBytes),
  );
  const value = await parseStructuredText(text, path, maximumCaptureBytes);
  if (isCapture(value))
    return captureSource("file", path, () => Promise.resolve(value));

  const content: DocumentContent = { kind: "value", value };
  const key = keyOfDocument(value, path);
  checkKey(key, path);
  return {
    kind: "file",
    label: path,
    list: () =>
      Promise.resolve([
        { key, label: path, read: () => Promise.resolve(content) },
      ]),
    version: () => Promise.resolve(undefined),
    discovery: () => Promise.resolve(undefined),
    openapiV2: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}

async function unpack(path: string, bytes: Buffer): Promise<string> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes.toString("utf8");
  try {
    const unpacked = await promisify(gunzip)(bytes, {
      maxOutputLength: maximumCaptureBytes,
    });
    return unpacked.toString("utf8");
  } catch (error) {
    throw failure(
      {
        code: "invalid-gzip",
        message: `the file is gzipped, and cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`,
        hint: 'write it again with "kubewright snapshot"',
        at: { document: path },
      },
      { cause: error },
    );
  }
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

/** `apis/apps/v1` for `/apis/apps/v1/namespaces/{namespace}/deployments`; `version` for `/version/`. */
function keyOfPath(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "");
  const length = { apis: 3, api: 2 }[segments[0] ?? ""] ?? segments.length;
  return segments
    .slice(0, length)
    .filter((segment) => !segment.includes("{"))
    .join("/");
}

function isIndexEntry(item: unknown): boolean {
  return (
    typeof item === "object" && item !== null && "serverRelativeURL" in item
  );
}
