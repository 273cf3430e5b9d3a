import type { Diagnostic } from "./diagnostics.js";
import { Diagnostics, failure } from "./diagnostics.js";
import type { Selection } from "./discovery/select.js";
import { withFixups } from "./document/fixups/index.js";
import { loadDocuments } from "./document/load.js";
import type { OutputFile } from "./emit/emission.js";
import { emit } from "./emit/emit.js";
import { shape, type Form } from "./form/form.js";
import { format } from "./format.js";
import { createManifest, type Manifest } from "./manifest.js";
import { buildModel } from "./model/build.js";
import type { Model } from "./model/model.js";
import { toolVersion } from "./package-folder.js";
import { loadConverter, type Converter } from "./openapi/converter.js";
import { emitOpenapi } from "./openapi/emit.js";
import { checkOutputPaths } from "./write/output-paths.js";
import type { Source } from "./source/source.js";
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
}

/** A client in memory: nothing is written yet. */
export interface Generation {
  /** Sorted by path; `manifest.json` is not among them. */
  readonly files: readonly OutputFile[];
  /** How many of them prettier had to format. */
  readonly byPrettier: number;
  readonly manifest: Manifest;
  readonly model: Model;
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

  const { form = {} } = options;
  const converter = await converterFor(form);
  const { model, documents, server, provenance, converted } = await readModel(
    source,
    { ...options, converter },
    diagnostics,
    watch,
  );
  const emitted = converted ?? emit(model, provenance, diagnostics);
  checkOutputPaths(emitted.map(({ path }) => path));
  watch.lap("emit");
  const shaped = await shape(emitted, form);
  const { files, byPrettier } = await format(shaped, options.folder, {
    asTheyAre: converter !== undefined,
  });
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
    diagnostics: diagnostics.list,
    timings: watch.timings,
  };
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

/**
 * Reads the documents and makes the model of them, and the files that are converted from documents, where there is a converter.
 *
 * The documents themselves end here: they are several times as large as what the model keeps, and emission needs the room.
 */
async function readModel(
  source: Source,
  options: GenerateOptions & { readonly converter: Converter | undefined },
  diagnostics: Diagnostics,
  watch: Stopwatch,
) {
  const published = await loadDocuments(
    source,
    options,
    diagnostics,
    options.signal,
  );
  const server = await source.version(options.signal);
  watch.lap("read");
  const documents = withFixups(published);
  const { converter } = options;
  // What a client has no call for is in the converted paths all the same: there is nothing to tell.
  const told = converter === undefined ? diagnostics : new Diagnostics();
  const model = buildModel(documents, told);
  diagnostics.throwIfErrors();
  watch.lap("model");
  const provenance = { toolVersion, serverVersion: server?.gitVersion };
  const converted =
    converter && emitOpenapi(documents, converter, provenance, diagnostics);
  const read = documents.map(({ key, hash }) => ({ key, hash }));
  return { model, documents: read, server, provenance, converted };
}
