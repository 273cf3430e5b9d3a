import type { ReportFormat } from "./diff/report/formats.js";
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
  /** Compares what is there with what should be, and writes nothing. */
  readonly check: boolean;
  /** Does all of the work even where nothing changed. */
  readonly force: boolean;
  /** Goes on, and does it again when a source changes. */
  readonly watch: boolean;
  /** Takes what servers gave from the lock and the cache. */
  readonly offline: boolean;
  /** Whether the user's cache is used. */
  readonly cache: boolean;
  /** The lock: `kubewright.lock.json` beside the configuration, or in the working directory. */
  readonly lockFile: string;
  readonly timings: boolean;
}

/** `kubewright generate` as it is asked for: several contexts, or a pattern of them, stand for an output each. */
export interface AskedFlags extends Omit<GenerateFlags, "context"> {
  readonly context?: string | readonly string[] | undefined;
}

/** A part of the outputs: the first of ten is `{ number: 1, of: 10 }`. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

/** Which outputs `kubewright generate` makes. */
export interface OutputChoice {
  /** The configuration; `false` for none, and undefined for that of the working directory if there is one. */
  readonly config: string | false | undefined;
  /** The names of outputs; empty for all. */
  readonly only: readonly string[];
  /** Which part of them; undefined for all. */
  readonly shard: Shard | undefined;
  /** What was typed: it takes the place of what the configuration says. */
  readonly given: Partial<AskedFlags>;
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

/** `kubewright diff`, whose two sources are arguments. */
export interface DiffFlags extends Omit<CommonFlags, "from"> {
  readonly output: ReportFormat;
  /** The mildest verdict that ends with 1; undefined where none does. */
  readonly failOn: "breaking" | "risky" | undefined;
  /** Files of a program: only what it uses is told. */
  readonly usedBy: readonly string[] | undefined;
  /** The program's `tsconfig.json`; undefined for the nearest. */
  readonly project: string | undefined;
}

/** `kubewright docs`. */
export interface DocsFlags extends CommonFlags {
  readonly out: string;
  readonly format: "html" | "markdown";
  /** What it is compared with; undefined for nothing. */
  readonly since?: SourceSpec | undefined;
  /** Whether the site is shown until the command is interrupted. */
  readonly serve: boolean;
  /** Where; undefined, or 0, for any port that is free. */
  readonly port?: number | undefined;
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

/** How a first configuration is written. */
export type ConfigFormat = "js" | "json" | "ts" | "yaml";

/** `kubewright init`: what is given is not asked. */
export interface InitFlags {
  readonly from?: readonly SourceSpec[] | undefined;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly out?: string | undefined;
  readonly format?: ConfigFormat | undefined;
  /** Whether package.json gets a script; asked where it is undefined. */
  readonly script?: boolean | undefined;
  /** Asks nothing. */
  readonly yes: boolean;
}
