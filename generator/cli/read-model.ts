import { withFixups } from "../document/fixups/index.js";
import { loadDocuments, type LoadedDocument } from "../document/load.js";
import { buildModel } from "../model/build.js";
import type { Model } from "../model/model.js";
import type { Selection } from "../discovery/select.js";
import type { Session } from "./session.js";

/** What a command reads of a source that makes no client of it. */
export interface ReadModel {
  /** As the source has them. */
  readonly published: readonly LoadedDocument[];
  /** With what is known to be wrong in them corrected: what the model is of. */
  readonly documents: readonly LoadedDocument[];
  readonly model: Model;
}

/**
 * Reads the documents of a source, and makes the model of them.
 *
 * @throws {GenerationFailed} with every error that was found
 */
export async function readModel(
  selection: Selection,
  { source, diagnostics, signal }: Session,
): Promise<ReadModel> {
  const published = await loadDocuments(source, selection, diagnostics, signal);
  const documents = withFixups(published);
  const model = buildModel(documents, diagnostics);
  diagnostics.throwIfErrors();
  return { published, documents, model };
}
