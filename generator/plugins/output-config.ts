import type { OutputConfig as ConfiguredOutput } from "../config/config.js";

/** The keys of a configuration that only a run of the command line has a use for. */
export const ofCommandLine = [
  "name",
  "dryRun",
  "check",
  "force",
  "offline",
  "cache",
  "lockFile",
  "timings",
  "quiet",
] as const;

/** A build has one client of each output. */
type OfManyClusters = "context";

/** A client to generate: what an output of a configuration says of it. Paths are relative to the bundler's root. */
export type OutputConfig = Omit<
  ConfiguredOutput,
  (typeof ofCommandLine)[number] | OfManyClusters
> & {
  /** For `cluster`: a context of the kubeconfig. Default: its current context. */
  readonly context?: string | undefined;
};
