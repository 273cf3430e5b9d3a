import type { Diagnostics } from "../diagnostics.js";
import type { ApplyDirectory } from "./apply-directory.js";
import { emitApplyTypes } from "./apply-types.js";
import { emitClients } from "./clients.js";
import type { Emission, OutputFile } from "./emission.js";
import { rootGroups } from "./groups.js";
import {
  emitEntries,
  emitGroupIndexes,
  emitManifests,
  emitReadme,
  emitRoot,
  emitStreams,
} from "./index-files.js";
import { emitPaths } from "./paths.js";
import { emitResources } from "./resources.js";
import { emitRuntime } from "./runtime.js";
import { emitTypes } from "./types.js";

/** Makes every file of a client, sorted by path; `manifest.json` excepted, which lists them. */
export function emit(
  emission: Emission,
  applies: ApplyDirectory,
  diagnostics: Diagnostics,
): readonly OutputFile[] {
  const { model, provenance } = emission;
  const groups = rootGroups(model.groupVersions, diagnostics);
  return [
    ...emitGroupVersions(emission, applies),
    emitRoot(emission, groups),
    ...emitEntries(emission),
    emitManifests(emission, groups),
    emitStreams(emission),
    emitReadme(emission, groups),
    ...emitRuntime(provenance),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Makes the files in the folders of groups and versions, unsorted. */
export function emitGroupVersions(
  emission: Emission,
  applies: ApplyDirectory,
): readonly OutputFile[] {
  const modules = [
    ...emitTypes(emission),
    ...emitApplyTypes(emission, applies),
    ...emitPaths(emission),
    ...emitClients(emission, applies),
    ...emitResources(emission),
  ];
  return [...modules, ...emitGroupIndexes(emission, modules)];
}
