import { failure } from "../diagnostics.js";
import { readIndex } from "./openapi-index.js";
import { toServerVersion } from "./server-version.js";
import type { DocumentEntry, Source } from "./source.js";
import { swaggerEntries } from "./swagger.js";

/**
 * A capture: what the folder of a directory source holds, as one JSON object from file name to content.
 *
 * `index.json`, `apis/apps/v1.json` …, and `_version.json`, `_discovery/api.json`, `_discovery/apis.json`, `_openapi-v2.json` where the
 * server gave them. A server without `/openapi/v3` has the last alone.
 */
export type Capture = Readonly<Record<string, unknown>>;

/** Whether parsed JSON is a capture. */
export function isCapture(value: unknown): value is Capture {
  return (
    typeof value === "object" &&
    value !== null &&
    ("index.json" in value || "_openapi-v2.json" in value)
  );
}

/**
 * What was captured, as a source.
 *
 * @param kind how it came about
 * @param label how messages name it
 * @param load reads the capture; called once, when something is first asked for
 */
export function captureSource(
  kind: "builtin" | "file",
  label: string,
  load: () => Promise<Capture>,
): Source {
  let loaded: Promise<Capture> | undefined;
  const capture = (): Promise<Capture> => (loaded ??= load());
  return {
    kind,
    label,
    async list() {
      return entriesOf(await capture(), label);
    },
    async version() {
      return toServerVersion((await capture())["_version.json"]);
    },
    async discovery() {
      const files = await capture();
      const api = files["_discovery/api.json"];
      const apis = files["_discovery/apis.json"];
      return api === undefined && apis === undefined
        ? undefined
        : { api, apis };
    },
    async openapiV2() {
      const document = (await capture())["_openapi-v2.json"];
      return document === undefined ? undefined : JSON.stringify(document);
    },
    close: () => Promise.resolve(),
  };
}

function entriesOf(files: Capture, label: string): readonly DocumentEntry[] {
  const index = files["index.json"];
  if (index === undefined)
    return swaggerEntries(files["_openapi-v2.json"], label);
  return readIndex(index, `${label}: index.json`).map(({ key, hash }) => ({
    key,
    ...(hash === undefined ? {} : { hash }),
    label: `${label}: ${key}`,
    read: () => readDocument(files, key, label),
  }));
}

function readDocument(
  files: Capture,
  key: string,
  label: string,
): Promise<{ kind: "value"; value: unknown }> {
  const name = `${key}.json`;
  if (Object.hasOwn(files, name))
    return Promise.resolve({ kind: "value", value: files[name] });
  return Promise.reject(
    failure({
      code: "document-missing",
      message: `the index lists "${key}", but the capture has no "${name}"`,
      hint: "capture the server again, or take the entry out of the index",
      at: { document: label },
    }),
  );
}
