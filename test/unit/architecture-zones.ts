/** A part of the program, and what its files may import beside each other. */
export interface Zone {
  /** Files, or folders with everything below them; the longest that fits a file decides. */
  readonly holds: readonly string[];
  /** Zones whose values it may import, and so their types. */
  readonly values: readonly string[];
  /** Zones of which it may import types alone. */
  readonly types?: readonly string[];
  /** npm packages; `node:` stands for every built-in module. */
  readonly packages?: readonly string[];
}

/** The stages stand in the order of the pipeline: each knows those before it, none knows one after it. */
export const zones: Readonly<Record<string, Zone>> = {
  // What it may not print as it is, source files may not hold either.
  diagnostics: { holds: ["generator/diagnostics.ts"], values: ["templates"] },
  limits: { holds: ["generator/limits.ts"], values: [] },
  // What later stages say about documents: types, tables and readers of one string or one value.
  vocabulary: {
    holds: [
      "generator/document/openapi.ts",
      "generator/document/deprecation.ts",
      "generator/discovery/group-version.ts",
      "generator/json.ts",
    ],
    values: [],
  },
  "structured-text": {
    holds: [
      "generator/structured-text.ts",
      "generator/manifest-text.ts",
      "generator/yaml-limits.ts",
    ],
    // What plain scalars of a manifest mean, it knows from the reader of manifests that users get.
    values: ["diagnostics", "limits", "runtime"],
    packages: ["yaml"],
  },
  once: { holds: ["generator/once.ts"], values: [] },
  "each-of": { holds: ["generator/each-of.ts"], values: [] },
  "package-folder": {
    holds: ["generator/package-folder.ts"],
    values: [],
    packages: ["node:"],
  },
  "content-hash": {
    holds: ["generator/content-hash.ts"],
    values: [],
    packages: ["node:"],
  },
  // What a user keeps between runs, for all projects: it knows documents by their hashes alone.
  cache: {
    holds: ["generator/cache"],
    values: ["limits", "content-hash", "once"],
    packages: ["node:"],
  },
  // Swagger 2.0 as OpenAPI 3.0: of sources that have no other document, and of documents that are such.
  swagger: { holds: ["generator/swagger"], values: ["vocabulary"] },
  // From definitions to documents, in memory: files and other documents are its caller's.
  crd: {
    holds: ["generator/crd"],
    values: ["diagnostics", "vocabulary"],
    types: ["structured-text"],
  },
  source: {
    holds: ["generator/source"],
    // One kubeconfig reader in the project, and one way to say what is wrong with a connection: those that users get.
    values: [
      "diagnostics",
      "limits",
      "structured-text",
      "package-folder",
      "each-of",
      "vocabulary",
      "swagger",
      "crd",
      "runtime",
    ],
    packages: ["node:"],
  },
  discovery: {
    holds: ["generator/discovery"],
    values: ["diagnostics", "vocabulary"],
    types: ["source"],
    packages: ["picomatch"],
  },
  document: {
    holds: ["generator/document"],
    values: [
      "diagnostics",
      "limits",
      "vocabulary",
      "structured-text",
      "each-of",
      "once",
      "content-hash",
      "swagger",
      "discovery",
    ],
    types: ["source"],
    packages: ["node:"],
  },
  model: {
    holds: ["generator/model"],
    values: ["vocabulary"],
    types: ["diagnostics", "document"],
  },
  // Compares two models; in the order of versions Kubernetes' own.
  diff: {
    holds: ["generator/diff"],
    values: ["vocabulary", "model", "crd"],
    types: ["usage"],
  },
  // What a program uses of its generated client: TypeScript is its compiler, loaded where a program is given.
  usage: {
    holds: ["generator/usage"],
    values: ["diagnostics", "diff"],
    packages: ["node:", "typescript", "picomatch"],
  },
  // A comparison as its user reads it. The types of SARIF are the standard's.
  "diff-report": {
    holds: ["generator/diff/report"],
    values: ["vocabulary", "package-folder", "templates", "diff"],
    types: ["usage"],
    packages: ["node:", "sarif"],
  },
  // A reference site of a model, with the client's own methods, types and paths in it.
  docs: {
    holds: ["generator/docs"],
    // Its site is written as a client is.
    values: [
      "diagnostics",
      "vocabulary",
      "package-folder",
      "discovery",
      "model",
      "templates",
      "emit",
      "diff",
      "diff-report",
      "manifest",
      "write",
    ],
    types: ["source", "document"],
    packages: ["node:", "minisearch", "@dagrejs/dagre", "d3-hierarchy"],
  },
  templates: { holds: ["templates"], values: [], types: ["emit"] },
  // The one emitter that reads files: the runtime's.
  "runtime-text": {
    holds: [
      "generator/emit/runtime-files.ts",
      "generator/emit/runtime-merge.ts",
      "generator/emit/runtime-module.ts",
      "generator/emit/runtime.ts",
    ],
    values: ["model", "package-folder", "templates"],
    types: ["emit"],
    packages: ["node:"],
  },
  emit: {
    holds: ["generator/emit"],
    values: ["diagnostics", "vocabulary", "model", "templates", "runtime-text"],
  },
  // Types for openapi-fetch, which come from documents and not from the model: openapi-typescript is loaded where they are asked for.
  openapi: {
    holds: ["generator/openapi"],
    values: ["diagnostics", "vocabulary", "model", "templates"],
    types: ["document", "emit"],
    packages: ["node:", "openapi-typescript"],
  },
  // What is emitted, in other forms: TypeScript is its compiler, loaded where JavaScript is asked for.
  form: {
    holds: ["generator/form"],
    values: ["package-folder", "templates"],
    types: ["emit"],
    packages: ["typescript"],
  },
  manifest: {
    holds: ["generator/manifest.ts"],
    values: ["package-folder", "vocabulary"],
    types: ["source", "emit"],
    packages: ["node:"],
  },
  write: {
    holds: ["generator/write", "generator/write.ts"],
    values: ["diagnostics", "manifest"],
    types: ["emit"],
    packages: ["node:"],
  },
  // The flags of commands, which are values of those who do the work.
  options: {
    holds: ["generator/options.ts"],
    values: [],
    types: ["diff-report", "discovery", "form", "source"],
  },
  // From a file to the flags of each output. jiti, for scripts, and yaml are loaded where there are such.
  config: {
    holds: ["generator/config"],
    values: [
      "diagnostics",
      "vocabulary",
      "structured-text",
      "discovery",
      "form",
      "source",
      "write",
      "incremental",
      "context",
    ],
    types: ["options", "runtime"],
    packages: ["node:", "yaml", "jiti"],
  },
  // What a first configuration says, from a project and its user's answers.
  init: {
    holds: ["generator/init"],
    values: ["diagnostics", "vocabulary", "config", "write"],
    types: ["options", "form"],
    packages: ["node:", "yaml", "typescript"],
  },
  // What a run leaves for the next one: the lock, and a note. What did not change is not loaded for it.
  incremental: {
    holds: ["generator/incremental"],
    values: [
      "diagnostics",
      "vocabulary",
      "package-folder",
      "content-hash",
      "cache",
      "manifest",
      "write",
    ],
    types: ["source"],
    packages: ["node:"],
  },
  // One document that changed, where nothing that is made of others does: its files come out as they do of all documents together.
  alone: {
    holds: ["generator/alone"],
    values: ["diagnostics", "document", "model", "emit"],
    types: ["incremental"],
  },
  // Edits kubeconfigs; reads them with the one reader there is.
  context: {
    holds: ["generator/context"],
    values: ["diagnostics", "runtime"],
    packages: ["node:", "yaml"],
  },
  runtime: {
    holds: ["templates/runtime"],
    values: [],
    packages: ["node:", "undici", "yaml", "ws"],
  },
};
