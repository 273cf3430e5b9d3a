import { extname } from "node:path";
import type { Location } from "../diagnostics.js";

/** What a configuration says: nothing is known of it yet. */
export interface ConfigText {
  readonly value: unknown;
  /** Where in the file a value, or its key, is written. */
  locate(steps: Steps, which: "key" | "value"): Location;
}

/** The keys and indices that lead to a value. */
export type Steps = readonly (number | string)[];

/**
 * Reads a configuration, of whichever language. What is not needed for it is not loaded.
 *
 * @throws {GenerationFailed} with the line, where it is in the file
 */
export async function readConfig(
  path: string,
  signal: AbortSignal,
): Promise<ConfigText> {
  switch (extname(path)) {
    case ".json":
    case ".yaml":
    case ".yml": {
      const { readConfigText } = await import("./text.js");
      return readConfigText(path);
    }
    default: {
      const { runConfigScript } = await import("./script.js");
      return runConfigScript(path, signal);
    }
  }
}
