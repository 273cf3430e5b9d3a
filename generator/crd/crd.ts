import type { Schema } from "../document/openapi.js";

/** The releases of a definition's own format. */
export const crdVersions = ["v1", "v1beta1"] as const;

/** One of {@link crdVersions}. */
export type CrdApiVersion = (typeof crdVersions)[number];

/** Where a definition was read. */
export interface CrdOrigin {
  /** The file, as `--from` names it. */
  readonly file: string;
  /** Which of the file's documents, from 1. */
  readonly document: number;
  /** The line, from 1, of what is at a path of the document, or of the nearest thing above it; undefined in JSON. */
  lineOf(path: readonly (number | string)[]): number | undefined;
}

/** A CustomResourceDefinition, as far as what a server publishes depends on it. */
export interface Crd {
  readonly origin: CrdOrigin;
  /** The name in its metadata: `crontabs.stable.example.com`. */
  readonly name: string;
  readonly group: string;
  readonly namespaced: boolean;
  readonly names: CrdNames;
  /** Those that are served, in the order of the definition; at least one. */
  readonly versions: readonly CrdVersion[];
}

/** `spec.names`, with the defaults that a server sets. */
export interface CrdNames {
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

/** A version that is served. */
export interface CrdVersion {
  readonly name: string;
  /** Undefined where there is none that is structural: then objects of any fields are published. */
  readonly schema: Schema | undefined;
  /** Those of `status` and `scale` that it has. */
  readonly subresources: readonly Subresource[];
  /** Without a leading dot: `spec.color`. */
  readonly selectableFields: readonly string[];
}

/** The subresources that a custom resource can have, in the order in which servers list them. */
export const subresources = ["status", "scale"] as const;

/** One of {@link subresources}. */
export type Subresource = (typeof subresources)[number];

/** How a message names a definition: by its file and where in it. */
export function spellOrigin({ file, document, lineOf }: CrdOrigin): string {
  const line = lineOf([]);
  return line === undefined
    ? `"${file}"`
    : `"${file}", document ${document} (line ${line})`;
}
