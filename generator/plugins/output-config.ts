import type { OutputConfig as ConfiguredOutput } from "../config/config.js";

/** What only a run of the command line has a use for. */
type OfCommandLine =
  | "name"
  | "dryRun"
  | "check"
  | "force"
  | "offline"
  | "cache"
  | "lockFile"
  | "timings"
  | "quiet";

/** What a configuration also takes as one string. */
type Lists = "include" | "exclude" | "asGroup";

/** A build has one client of each output. */
type OfManyClusters = "context";

/** A client to generate: what an output of a configuration says of it. Paths are relative to the bundler's root. */
export interface OutputConfig extends Omit<
  ConfiguredOutput,
  OfCommandLine | OfManyClusters | Lists
> {
  /** For `cluster`: a context of the kubeconfig. Default: its current context. */
  readonly context?: string | undefined;
  /** Only these group/versions, as globs: `apps/v1`, `core/v1`, `*.k8s.io/*`; a group alone means all of its versions. Default: all. */
  readonly include?: readonly string[] | undefined;
  /** Not these group/versions, as globs like those of `include`. */
  readonly exclude?: readonly string[] | undefined;
  /** For `cluster` or a URL: the groups to act as a member of. */
  readonly asGroup?: readonly string[] | undefined;
}
