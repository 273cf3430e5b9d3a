import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { failure, type Diagnostics } from "../diagnostics.js";
import type { LoadedDocument } from "../document/load.js";
import {
  createManifest,
  manifestPath,
  parseManifest,
  type Manifest,
} from "../manifest.js";
import { writeOutput } from "../write.js";
import type { OutputPlan } from "../write/plan.js";
import type { Site } from "./site.js";

/**
 * Makes a folder hold a site, in one step, as a client is written: only what an earlier run wrote is overwritten or deleted.
 *
 * @throws {GenerationFailed} with nothing changed, as {@link writeOutput} does; `foreign-file` too where the folder holds a client
 */
export function writeSite(
  folder: string,
  { files }: Site,
  source: Manifest["source"],
  documents: readonly LoadedDocument[],
  diagnostics: Diagnostics,
): OutputPlan {
  refuseClient(folder);
  const manifest = createManifest(source, documents, files);
  return writeOutput(folder, { files, manifest }, diagnostics);
}

/** A client has a manifest as well, by which all of it would be deleted. */
function refuseClient(folder: string): void {
  const path = join(folder, manifestPath);
  if (!existsSync(path)) return;
  const files = Object.keys(
    parseManifest(readFileSync(path, "utf8"))?.files ?? {},
  );
  if (files.length === 0 || files.includes("index.html")) return;
  throw failure({
    code: "foreign-file",
    message: `"${folder}" holds a client that kubewright generated, and no site`,
    hint: "choose another --out: a site has a folder of its own",
  });
}
