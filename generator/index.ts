export {
  defineConfig,
  type Config,
  type ConfigExport,
  type OutputConfig,
} from "./config/config.js";
export {
  Diagnostics,
  GenerationFailed,
  renderDiagnostic,
  type Diagnostic,
  type Location,
} from "./diagnostics.js";
export type { Selection } from "./discovery/select.js";
export type { OutputFile } from "./emit/emission.js";
export type { Form } from "./form/form.js";
export type { ImportExtension } from "./form/import-extensions.js";
export type { PackageName } from "./form/package-file.js";
export type { Manifest } from "./manifest.js";
export type * from "./model/model.js";
export { generate, type GenerateOptions, type Generation } from "./pipeline.js";
export {
  openSource,
  type SourceOptions,
  type SourceSpec,
} from "./source/open.js";
export type {
  AggregatedDiscovery,
  DocumentEntry,
  FilePosition,
  ServerVersion,
  Source,
} from "./source/source.js";
export { SharedWork } from "./shared-work.js";
export type { Timing } from "./stopwatch.js";
export { writeOutput } from "./write.js";
