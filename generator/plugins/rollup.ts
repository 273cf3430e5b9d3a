import { atBuildStart, type BuildContext } from "./build-start.js";
import { checkOptions } from "./check-options.js";
import type { PluginOptions } from "./options.js";
import { outputOf } from "./output.js";
import { Regeneration } from "./regeneration.js";

export type { OutputConfig } from "./output-config.js";
export type { BuildMode, PluginOptions } from "./options.js";

/** The plugin, as Rollup and Rolldown take it. */
export interface RollupPlugin {
  readonly name: string;
  buildStart(this: BuildContext): Promise<void>;
}

/**
 * A plugin for Rollup 4 and Rolldown 1 that keeps a client up to date. Paths are relative to the working directory.
 *
 * Where the bundler watches, the client is generated when it starts, and again when a file of its source changes. A build checks it: see
 * {@link PluginOptions.build}.
 *
 * @example
 * // rollup.config.js
 * export default {
 *   input: "src/main.js",
 *   plugins: [kubewright({ from: ["builtin", "crds"], out: "src/k8s", emit: "js" })],
 * };
 *
 * @throws {GenerationFailed} `bad-plugin-options`
 */
export function kubewright(options: PluginOptions = {}): RollupPlugin {
  checkOptions(options);
  const regeneration = new Regeneration(outputOf(options, process.cwd()));
  return {
    name: "kubewright",
    async buildStart() {
      await atBuildStart(this, regeneration, options.build ?? "check");
    },
  };
}
