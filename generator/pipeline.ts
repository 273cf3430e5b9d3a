import type { Diagnostic } from "./diagnostics.js";
import { Diagnostics, failure } from "./diagnostics.js";
import type { Selection } from "./discovery/select.js";
import { withFixups } from "./document/fixups/index.js";
import { loadDocuments, type LoadedDocument } from "./document/load.js";
import { recordSchemas } from "./alone/islands.js";
import { findApplyTypes } from "./emit/apply-directory.js";
import { prepareEmission, type OutputFile } from "./emit/emission.js";
import { emit } from "./emit/emit.js";
import { shape, type Form } from "./form/form.js";
import { format } from "./format.js";
import { createManifest, type Manifest } from "./manifest.js";
import type { SchemaRecord } from "./incremental/schema-record.js";
import { buildModel } from "./model/build.js";
import type { Model } from "./model/model.js";
import { toolVersion } from "./package-folder.js";
import { loadConverter, type Converter } from "./openapi/converter.js";
import { emitOpenapi } from "./openapi/emit.js";
import { checkOutputPaths } from "./write/output-paths.js";
import type { Emitted, SharedWork } from "./shared-work.js";
import type { ServerVersion, Source } from "./source/source.js";
import { Stopwatch, type Timing } from "./stopwatch.js";

/** What a client is generated with. */
export interface GenerateOptions extends Selection {
  /** The folder that the client is for: its prettier configuration is followed, where there is one. */
  readonly folder?: string | undefined;
  /** Modules of TypeScript that import each other as `.js`, unless it says otherwise. */
  readonly form?: Form;
  /** Ends the run; nothing has been written then. */
  readonly signal?: AbortSignal;
  /** Collects what the run has to say, along with what opening the source said. */
  readonly diagnostics?: Diagnostics;
  /** What runs on other servers have done already, in this process: equal documents are read once, and equal clients are made once. */
  readonly shared?: SharedWork | undefined;
}

/** A client in memory: nothing is written yet. */
export interface Generation {
  /** Sorted by path; `manifest.json` is not among them. */
  readonly files: readonly OutputFile[];
  /** How many of them prettier had to format. */
  readonly byPrettier: number;
  readonly manifest: Manifest;
  readonly model: Model;
  /** By which a later run sees what a document that changed has to do with the others; types for openapi-fetch have none. */
  readonly record: SchemaRecord | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** How long each stage took, in milliseconds. */
  readonly timings: readonly Timing[];
}

/**
 * Turns an API server's OpenAPI documents into TypeScript files, in memory.
 *
 * Each line is one stage, and names the value that it hands to the next. Only the source touches the outside world;
 * `writeOutput`, which the CLI calls afterwards, touches the disk.
 *
 * @throws {GenerationFailed} with every error that was found
 */
export async function generate(
  source: Source,
  options: GenerateOptions,
): Promise<Generation> {
  const diagnostics = options.diagnostics ?? new Diagnostics();
  const watch = new Stopwatch();
  const { form = {}, shared } = options;
  const converter = await converterFor(form);
  const stages: Stages = { options, form, converter, watch };

  const emitted =
    shared === undefined
      ? await emitModel(
          await readModel(source, stages, diagnostics),
          stages,
          diagnostics,
        )
      : await emitOnce(source, shared, stages, diagnostics);
  const { files, byPrettier } = await format(emitted.files, options.folder, {
    asTheyAre: converter !== undefined,
    ...(shared && { once: shared.formatted }),
  });
  const { model, record, documents, server } = emitted;
  const manifest = createManifest(
    { kind: source.kind, ...(server && { server: server.gitVersion }) },
    documents,
    files,
  );
  diagnostics.throwIfErrors();
  watch.lap("format");

  return {
    files,
    byPrettier,
    manifest,
    model,
    record,
    diagnostics: diagnostics.list,
    timings: watch.timings,
  };
}

/** What all stages are given. */
interface Stages {
  readonly options: GenerateOptions;
  readonly form: Form;
  readonly converter: Converter | undefined;
  readonly watch: Stopwatch;
}

/** What was read, before it is known what to make of it. */
interface Read {
  readonly documents: readonly LoadedDocument[];
  readonly server: ServerVersion | undefined;
}

async function readDocuments(
  source: Source,
  { options, watch }: Stages,
  diagnostics: Diagnostics,
): Promise<Read> {
  const { shared, signal } = options;
  const documents = await loadDocuments(
    source,
    options,
    diagnostics,
    signal,
    shared?.documents,
  );
  const server = await source.version(signal);
  watch.lap("read");
  return { documents, server };
}

/** The files of a client, before they are formatted for their folder, and what the manifest says of them. */
async function emitModel(
  { model, documents, server, provenance, names, converted }: ReadModel,
  { form, watch }: Stages,
  diagnostics: Diagnostics,
): Promise<Emitted> {
  const { emitted, record } =
    converted === undefined
      ? emitClient(prepareEmission(model, provenance), names, diagnostics)
      : { emitted: converted, record: undefined };
  checkOutputPaths(emitted.map(({ path }) => path));
  watch.lap("emit");
  const files = await shape(emitted, form);
  return { files, model, record, documents, server };
}

function emitClient(
  emission: ReturnType<typeof prepareEmission>,
  names: ReadModel["names"],
  diagnostics: Diagnostics,
) {
  const applies = findApplyTypes(emission);
  return {
    emitted: emit(emission, applies, diagnostics),
    record: recordSchemas(names, emission, applies),
  };
}

/** The same, where another run may have made it of the same documents. */
async function emitOnce(
  source: Source,
  shared: SharedWork,
  stages: Stages,
  diagnostics: Diagnostics,
): Promise<Emitted> {
  const read = await readDocuments(source, stages, diagnostics);
  return shared.client(
    read.documents,
    { server: read.server?.gitVersion, form: stages.form },
    (said) => emitModel(modelOf(read, stages, said), stages, said),
    diagnostics,
  );
}

/** What writes the types, where the form says that kubewright does not. It is there before anything is read. */
async function converterFor(form: Form): Promise<Converter | undefined> {
  if (form.language !== "openapi") return undefined;
  if (form.package !== undefined)
    throw failure({
      code: "form-conflict",
      message: "types for openapi-fetch are not made as a package",
      hint: "leave the package's name out, and publish the folder as what you like",
    });
  return loadConverter();
}

/** The model, what the files are said to be of, and the files that are converted from documents, where there is a converter. */
type ReadModel = ReturnType<typeof modelOf>;

/**
 * Reads the documents and makes the model of them.
 *
 * The documents themselves end here: they are several times as large as what the model keeps, and emission needs the room.
 */
async function readModel(
  source: Source,
  stages: Stages,
  diagnostics: Diagnostics,
): Promise<ReadModel> {
  return modelOf(
    await readDocuments(source, stages, diagnostics),
    stages,
    diagnostics,
  );
}

function modelOf(
  { documents: published, server }: Read,
  { options: { shared }, converter, watch }: Stages,
  diagnostics: Diagnostics,
) {
  const documents = withFixups(
    published,
    shared && ((document) => shared.documents.corrected(document)),
  );
  // What a client has no call for is in the converted paths all the same: there is nothing to tell.
  const told = converter === undefined ? diagnostics : new Diagnostics();
  const model = buildModel(documents, told);
  diagnostics.throwIfErrors();
  watch.lap("model");
  const provenance = { toolVersion, serverVersion: server?.gitVersion };
  const converted =
    converter && emitOpenapi(documents, converter, provenance, diagnostics);
  const read = documents.map(({ key, hash }) => ({ key, hash }));
  const names = new Map(
    documents.map(({ key, document }) => [
      key,
      Object.keys(document.components.schemas),
    ]),
  );
  return { model, documents: read, server, provenance, names, converted };
}
