import { applyFixups } from "../document/fixups/index.js";
import { loadDocuments } from "../document/load.js";
import { buildModel } from "../model/build.js";
import type { ResourcesFlags, ResourcesFormat } from "../options.js";
import { listResources, type ResourceListing } from "../resources.js";
import type { Session } from "./session.js";

/** `kubewright resources`: prints what a source serves, as `kubectl api-resources` does. */
export async function runResources(
  flags: ResourcesFlags,
  { source, terminal, diagnostics, signal }: Session,
): Promise<void> {
  const published = await loadDocuments(source, flags, diagnostics, signal);
  const documents = published.map((loaded) => ({
    ...loaded,
    document: applyFixups(loaded.document),
  }));
  const model = buildModel(documents, diagnostics);
  diagnostics.throwIfErrors();
  const resources = listResources(model, await source.discovery(signal));
  terminal.result(print(resources, flags.output));
}

function print(
  resources: readonly ResourceListing[],
  format: ResourcesFormat,
): string {
  switch (format) {
    case "json":
      return JSON.stringify(resources, null, 2);
    case "name":
      // One line, whatever versions there are of it.
      return [...new Set(resources.map(qualifiedName))].join("\n");
    case "table":
      return table(resources, narrow);
    case "wide":
      return table(resources, [...narrow, ...wider]);
  }
}

/** As `kubectl api-resources -o name` has it: `deployments.apps`. */
function qualifiedName({ name, group }: ResourceListing): string {
  return group === "" ? name : `${name}.${group}`;
}

type Column = readonly [
  title: string,
  cell: (resource: ResourceListing) => string,
];

const narrow: readonly Column[] = [
  ["NAME", ({ name }) => name],
  ["SHORTNAMES", ({ shortNames }) => shortNames.join(",")],
  ["APIVERSION", ({ apiVersion }) => apiVersion],
  ["NAMESPACED", ({ namespaced }) => String(namespaced)],
  ["KIND", ({ kind }) => kind],
];

const wider: readonly Column[] = [
  ["VERBS", ({ verbs }) => verbs.join(",")],
  ["CATEGORIES", ({ categories }) => categories.join(",")],
];

function table(
  resources: readonly ResourceListing[],
  columns: readonly Column[],
): string {
  const rows = [
    columns.map(([title]) => title),
    ...resources.map((resource) => columns.map(([, cell]) => cell(resource))),
  ];
  const widths = columns.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("   ")
        .trimEnd(),
    )
    .join("\n");
}
