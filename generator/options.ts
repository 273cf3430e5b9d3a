import type { Selection } from "./discovery/select.js";
import type { ImportExtension } from "./form/import-extensions.js";
import type { PackageName } from "./form/package-file.js";
import type { SourceOptions, SourceSpec } from "./source/open.js";

/** Where documents are read from, as the command line gives it. */
export interface SourceFlags extends SourceOptions {
  readonly from: readonly SourceSpec[];
}

/** What every command takes. */
export interface CommonFlags extends SourceFlags, Selection {
  /** Ends with an error where something could not be taken. */
  readonly strict: boolean;
  readonly quiet: boolean;
}

/** `kubewright generate`. */
export interface GenerateFlags extends CommonFlags {
  readonly out: string;
  readonly emit: "js" | "openapi" | "ts" | undefined;
  readonly importExtension: ImportExtension | undefined;
  readonly package: PackageName | undefined;
  readonly dryRun: boolean;
  readonly timings: boolean;
}

/** `kubewright snapshot`. */
export interface SnapshotFlags extends CommonFlags {
  readonly withoutDescriptions: boolean;
}

/** How `kubewright resources` prints. */
export type ResourcesFormat = "json" | "name" | "table" | "wide";

/** `kubewright resources`. */
export interface ResourcesFlags extends CommonFlags {
  readonly output: ResourcesFormat;
}

/** What every `kubewright context` command takes. */
export interface ContextFlags {
  readonly kubeconfig?: string | undefined;
  readonly quiet: boolean;
}

/** How `kubewright context list` prints. */
export type ContextsFormat = "json" | "name" | "table";

/** `kubewright context list`. */
export interface ContextListFlags extends ContextFlags {
  readonly output: ContextsFormat;
}
