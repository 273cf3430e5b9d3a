import { runFor } from "./messages.js";
import type { BuildMode } from "./options.js";
import type { Regeneration } from "./regeneration.js";

/** What Rollup, Rolldown and Vite give a plugin to speak with, as far as it is used. */
export interface BuildContext {
  readonly meta: { readonly watchMode: boolean };
  addWatchFile(path: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(error: { readonly message: string; readonly stack: string }): never;
}

/** What is done where a bundler of Rollup's kind begins a build: before it has read a module. */
export async function atBuildStart(
  context: BuildContext,
  regeneration: Regeneration,
  mode: BuildMode,
): Promise<void> {
  const isWatching = context.meta.watchMode;
  if (isWatching) {
    const { files, folders } = await regeneration.files.watched();
    for (const path of [...files, ...folders]) context.addWatchFile(path);
  }
  const { errors, warnings, summary } = await runFor(regeneration, {
    isWatching,
    mode,
  });
  for (const warning of warnings) context.warn(warning);
  const message = errors.join("\n");
  // Where in the plugin it was thrown is of no interest.
  if (message !== "") context.error({ message, stack: "" });
  if (summary !== undefined) context.info(summary);
}
