import type { ResourcesFlags, ResourcesFormat } from "../options.js";
import { listResources, type ResourceListing } from "../resources.js";
import { readModel } from "./read-model.js";
import type { Session } from "./session.js";
import { table, type Column } from "./table.js";

/** `kubewright resources`: prints what a source serves, as `kubectl api-resources` does. */
export async function runResources(
  flags: ResourcesFlags,
  session: Session,
): Promise<void> {
  const { source, terminal, signal } = session;
  const { model } = await readModel(flags, session);
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

const narrow: readonly Column<ResourceListing>[] = [
  ["NAME", ({ name }) => name],
  ["SHORTNAMES", ({ shortNames }) => shortNames.join(",")],
  ["APIVERSION", ({ apiVersion }) => apiVersion],
  ["NAMESPACED", ({ namespaced }) => String(namespaced)],
  ["KIND", ({ kind }) => kind],
];

const wider: readonly Column<ResourceListing>[] = [
  ["VERBS", ({ verbs }) => verbs.join(",")],
  ["CATEGORIES", ({ categories }) => categories.join(",")],
];
