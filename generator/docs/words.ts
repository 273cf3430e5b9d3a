import type { PublishedOperation } from "../model/operations.js";
import { apiVersionOf, lowerFirstRun } from "../model/names.js";

/** A group and version as `apiVersion` says it. */
export function groupVersionName({
  group,
  version,
}: {
  readonly group: string;
  readonly version: string;
}): string {
  return apiVersionOf(group, version);
}

/** How ripe a version is, by Kubernetes' own rule of what versions are called. */
export type Stability = "alpha" | "beta" | "stable";

/** @see https://kubernetes.io/docs/reference/using-api/#api-versioning */
export function stabilityOf(version: string): Stability {
  const stage = /^v\d+(alpha|beta)\d*$/.exec(version)?.[1];
  return stage === "alpha" || stage === "beta" ? stage : "stable";
}

/** Whether a description calls what it describes alpha or beta, as Kubernetes' own do: "This is an alpha field". */
export function stabilityIn(description: string): Stability {
  const said = /\b(alpha|beta)[ -](?:feature|field|level)\b/i.exec(
    description,
  )?.[1];
  return said === undefined
    ? "stable"
    : said.toLowerCase() === "alpha"
      ? "alpha"
      : "beta";
}

/** A name for an object of a kind, in examples: `my-deployment`. */
export function exampleName(kind: string): string {
  const words = lowerFirstRun(kind)
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/^-+|-+$/g, "");
  return `my-${words || "object"}`;
}

/** The name of a query parameter's type. */
export function parameterType({
  schema = {},
}: NonNullable<PublishedOperation["operation"]["parameters"]>[number]): string {
  return schema.type ?? "string";
}

/** How many there are of something: `1 group`, `2 groups`. */
export function counted(number: number, word: string): string {
  return `${String(number)} ${word}${number === 1 ? "" : "s"}`;
}
