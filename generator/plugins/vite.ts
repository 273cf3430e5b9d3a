import type { Plugin, ResolvedConfig } from "vite";
import { atBuildStart } from "./build-start.js";
import { checkOptions } from "./check-options.js";
import type { PluginOptions } from "./options.js";
import { outputOf } from "./output.js";
import { Regeneration } from "./regeneration.js";
import { ViteSession } from "./vite-session.js";

export type { OutputConfig } from "./output-config.js";
export type { BuildMode, PluginOptions } from "./options.js";

/**
 * A plugin for Vite 5 to 8 that keeps a client up to date.
 *
 * The dev server generates it when it starts, and again when a file of its source changes: the page is updated as after any other change. What
 * goes wrong is shown in the overlay and in the terminal, and the client on disk stays. A build checks it: see {@link PluginOptions.build}.
 *
 * @example
 * // vite.config.ts
 * export default defineConfig({
 *   plugins: [kubewright({ from: ["builtin", "crds"], out: "src/k8s" })],
 * });
 *
 * @throws {GenerationFailed} `bad-plugin-options`
 */
export function kubewright(options: PluginOptions = {}): Plugin {
  checkOptions(options);
  let config: ResolvedConfig;
  let regeneration: Regeneration;
  let session: ViteSession | undefined;
  return {
    name: "kubewright",
    config: ({ server }) =>
      // Null is a server that watches nothing, and stays one.
      server?.watch === null
        ? undefined
        : { server: { watch: { ignored: [unfinished] } } },
    configResolved(resolved) {
      config = resolved;
      regeneration = new Regeneration(outputOf(options, resolved.root));
    },
    async configureServer(server) {
      if (isTestRun(config)) return;
      session = new ViteSession(server, regeneration);
      await session.start();
    },
    async buildStart() {
      if (config.command !== "build") return;
      const meta = { watchMode: Boolean(config.build.watch) };
      await atBuildStart(
        {
          meta,
          addWatchFile: (path) => this.addWatchFile(path),
          info: (message) => config.logger.info(message),
          warn: (message) => this.warn(message),
          error: (error) => this.error(error),
        },
        regeneration,
        options.build ?? "check",
      );
    },
    closeBundle() {
      session?.close();
    },
  };
}

/** What stands beside a client while it is written. */
const unfinished = "**/.*.kubewright-{next,previous,lock}{,/**}";

/** Vitest serves modules too. What it tests is the client on disk. */
function isTestRun({ plugins }: ResolvedConfig): boolean {
  return plugins.some(({ name }) => name === "vitest");
}
