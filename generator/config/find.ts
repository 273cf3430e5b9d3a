import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { failure } from "../diagnostics.js";

/** What a configuration is called without its extension. */
export const configName = "kubewright.config";

/** How a configuration may be written. */
const configExtensions = [
  ".ts",
  ".mts",
  ".js",
  ".mjs",
  ".json",
  ".yaml",
  ".yml",
] as const;

/**
 * The path of a folder's configuration; undefined where it has none.
 *
 * @throws {GenerationFailed} `several-configs`
 */
export function findConfig(folder: string): string | undefined {
  const [first, ...others] = configsIn(folder);
  if (first === undefined) return undefined;
  if (others.length > 0)
    throw failure({
      code: "several-configs",
      message: `there are several configurations: ${[first, ...others].join(", ")}`,
      hint: "delete all but one, or name one with --config",
    });
  return join(folder, first);
}

/** The names of a folder's configurations, in the order of their extensions. */
export function configsIn(folder: string): readonly string[] {
  const present = new Set(readdirSync(folder));
  return configExtensions
    .map((extension) => `${configName}${extension}`)
    .filter((name) => present.has(name));
}

/**
 * Refuses what is no file.
 *
 * @throws {GenerationFailed} `config-not-found`, or `bad-config` where it is of another kind
 */
export function checkConfigFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw failure({
      code: "config-not-found",
      message: `there is no configuration "${path}"`,
      hint: "check what is given to --config; kubewright init writes a first one",
    });
  if (!configExtensions.some((extension) => path.endsWith(extension)))
    throw failure({
      code: "bad-config",
      message: `a configuration is written as ${configExtensions.join(", ")}`,
      hint: "give it a name that ends so",
      at: { document: path },
    });
}
