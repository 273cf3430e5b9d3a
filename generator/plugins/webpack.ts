import { checkOptions } from "./check-options.js";
import { runFor, type Messages } from "./messages.js";
import type { PluginOptions } from "./options.js";
import { outputOf } from "./output.js";
import { Regeneration } from "./regeneration.js";
import type { WatchedPaths } from "./source-files.js";

export type { OutputConfig } from "./output-config.js";
export type { BuildMode, PluginOptions } from "./options.js";

/** The plugin, as webpack takes it. */
export interface WebpackPlugin {
  apply(compiler: WebpackCompiler): void;
}

/** What webpack gives a plugin, as far as it is used. */
export interface WebpackCompiler {
  readonly context: string;
  readonly hooks: {
    readonly run: WebpackHook;
    readonly watchRun: WebpackHook;
    readonly thisCompilation: {
      tap(name: string, work: (compilation: WebpackCompilation) => void): void;
    };
  };
  getInfrastructureLogger(name: string): { info(message: string): void };
}

/** A step that webpack waits for. */
export interface WebpackHook {
  tapPromise(name: string, work: () => Promise<void>): void;
}

/** One build of webpack's. */
export interface WebpackCompilation {
  readonly errors: { push(error: Error): unknown };
  readonly warnings: { push(warning: Error): unknown };
  readonly fileDependencies: { add(path: string): unknown };
  readonly contextDependencies: { add(path: string): unknown };
}

const name = "kubewright";

/**
 * A plugin for webpack 5 that keeps a client up to date. Paths are relative to `context`.
 *
 * Where webpack watches, its dev server too, the client is generated when it starts, and again when a file of its source changes. A build
 * checks it: see {@link PluginOptions.build}.
 *
 * @example
 * // webpack.config.js
 * export default {
 *   entry: "./src/main.ts",
 *   plugins: [kubewright({ from: ["builtin", "crds"], out: "src/k8s" })],
 * };
 *
 * @throws {GenerationFailed} `bad-plugin-options`
 */
export function kubewright(options: PluginOptions = {}): WebpackPlugin {
  checkOptions(options);
  const mode = options.build ?? "check";
  return {
    apply(compiler) {
      const regeneration = new Regeneration(
        outputOf(options, compiler.context),
      );
      const logger = compiler.getInfrastructureLogger(name);
      let messages: Messages | undefined;
      let watched: WatchedPaths | undefined;
      const begin = async (isWatching: boolean): Promise<void> => {
        watched = isWatching ? await regeneration.files.watched() : undefined;
        messages = await runFor(regeneration, { isWatching, mode });
        if (messages.summary !== undefined) logger.info(messages.summary);
      };
      compiler.hooks.run.tapPromise(name, () => begin(false));
      compiler.hooks.watchRun.tapPromise(name, () => begin(true));
      compiler.hooks.thisCompilation.tap(name, (compilation) => {
        for (const text of messages?.errors ?? [])
          compilation.errors.push(withoutStack(text));
        for (const text of messages?.warnings ?? [])
          compilation.warnings.push(withoutStack(text));
        for (const file of watched?.files ?? [])
          compilation.fileDependencies.add(file);
        for (const folder of watched?.folders ?? [])
          compilation.contextDependencies.add(folder);
      });
    },
  };
}

/** Where in the plugin it was made is of no interest. */
function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = "";
  return error;
}
