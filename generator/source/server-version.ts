import { parseJson } from "../structured-text.js";
import type { ServerVersion } from "./source.js";

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
    typeof value.gitVersion === "string"
    ? { gitVersion: value.gitVersion, text: JSON.stringify(value) }
    : undefined;
}
