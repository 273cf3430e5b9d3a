import type { OutputConfig } from "./output-config.js";

/** What a build does about the client; see {@link PluginOptions.build}. */
export type BuildMode = "check" | "generate" | false;

/** What a plugin for a bundler takes. Paths are relative to the bundler's root. */
export interface PluginOptions extends OutputConfig {
  /**
   * What a build does that does not watch. Default: `"check"`.
   *
   * - `"check"` fails where the client on disk is not what the source gives, and writes nothing: for a client that is committed
   * - `"generate"` writes the client before anything is bundled: for one that is not committed
   * - `false` takes the client as it is, and asks no source: where the source is a cluster that a build cannot reach
   */
  readonly build?: BuildMode | undefined;
}
