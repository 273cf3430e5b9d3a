import { parseJson } from "../structured-text.js";
import type { ServerVersion } from "./source.js";

/** What versions are made of. They are written into every file of a client, so nothing else is taken for one. */
const versionPattern = /^v?[\w.+~-]{1,64}$/;

/** Reads the answer of `/version`; undefined where it does not say a version. */
export function readServerVersion(
  text: string,
  label: string,
): ServerVersion | undefined {
  return toServerVersion(parseJson(text, label));
}

/** As {@link readServerVersion}, of JSON that is parsed. */
export function toServerVersion(value: unknown): ServerVersion | undefined {
  return typeof value === "object" &&
    value !== null &&
    "gitVersion" in value &&
    typeof value.gitVersion === "string" &&
    versionPattern.test(value.gitVersion)
    ? { gitVersion: value.gitVersion, text: JSON.stringify(value) }
    : undefined;
}
