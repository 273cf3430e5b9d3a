import type { Diagnostics } from "../diagnostics.js";
import type { LoadedDocument } from "../document/load.js";
import { createManifest, type Manifest } from "../manifest.js";
import { writeOutput } from "../write.js";
import type { OutputPlan } from "../write/plan.js";
import type { Site } from "./site.js";

/**
 * Makes a folder hold a site, in one step, as a client is written: only what an earlier run wrote is overwritten or deleted.
 *
 * @throws {GenerationFailed} with nothing changed, as {@link writeOutput} does
 */
export function writeSite(
  folder: string,
  { files }: Site,
  source: Manifest["source"],
  documents: readonly LoadedDocument[],
  diagnostics: Diagnostics,
): OutputPlan {
  const manifest = createManifest(source, documents, files, "site");
  return writeOutput(folder, { files, manifest }, diagnostics);
}
