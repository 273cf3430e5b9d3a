import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Diagnostics, type Diagnostic } from "../../generator/diagnostics.js";
import { createManifest } from "../../generator/manifest.js";
import { writeOutput, type Client } from "../../generator/write.js";
import type { OutputPlan } from "../../generator/write/plan.js";
import { temporaryFolder } from "../runtime/servers.js";

/** A client of some files, with its manifest. */
export function clientOf(files: { readonly [path: string]: string }): Client {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  return { files: list, manifest: createManifest({ kind: "file" }, [], list) };
}

/** Writes a client, and gives what changed and what was said. */
export function write(
  folder: string,
  files: { readonly [path: string]: string },
  options: { readonly dryRun?: boolean } = {},
): OutputPlan & { readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics = new Diagnostics();
  const plan = writeOutput(folder, clientOf(files), diagnostics, options);
  return { ...plan, diagnostics: diagnostics.list };
}

/** A folder that is not there yet, in one that is the test's own. */
export function newFolder(): string {
  return join(temporaryFolder(), "k8s");
}

/** What stands beside a folder. */
export function besides(folder: string): readonly string[] {
  return readdirSync(dirname(folder)).filter(
    (name) => name !== basename(folder),
  );
}
