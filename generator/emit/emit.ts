import type { Provenance } from "../../templates/banner.js";
import type { Diagnostics } from "../diagnostics.js";
import type { Model } from "../model/model.js";
import { findApplyTypes } from "./apply-directory.js";
import { emitApplyTypes } from "./apply-types.js";
import { emitClients } from "./clients.js";
import { prepareEmission, type OutputFile } from "./emission.js";
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
  model: Model,
  provenance: Provenance,
  diagnostics: Diagnostics,
): readonly OutputFile[] {
  const emission = prepareEmission(model, provenance);
  const applies = findApplyTypes(emission);
  const groups = rootGroups(model.groupVersions, diagnostics);
  const modules = [
    ...emitTypes(emission),
    ...emitApplyTypes(emission, applies),
    ...emitPaths(emission),
    ...emitClients(emission, applies),
    ...emitResources(emission),
  ];
  return [
    ...modules,
    ...emitGroupIndexes(emission, modules),
    emitRoot(emission, groups),
    ...emitEntries(emission),
    emitManifests(emission, groups),
    emitStreams(emission),
    emitReadme(emission, groups),
    ...emitRuntime(provenance),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}
