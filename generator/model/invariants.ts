import type { Diagnostics } from "../diagnostics.js";
import type { LoadedDocument } from "../document/load.js";
import { methods } from "../document/openapi.js";
import {
  typeOf,
  type Model,
  type OperationAccount,
  type Resource,
} from "./model.js";

/**
 * Counts what went in against what came out: nothing that a server publishes is lost quietly.
 *
 * A difference is a fault of kubewright, never of a document, and fails the run.
 */
export function checkInvariants(
  documents: readonly LoadedDocument[],
  model: Model,
  diagnostics: Diagnostics,
): void {
  const published = countOperations(documents);
  if (published !== model.operations.length) {
    diagnostics.add({
      severity: "error",
      code: "operations-lost",
      message: `${String(published)} operations are published, ${String(model.operations.length)} are accounted for`,
      hint: "this is a fault of kubewright: please report it with the documents",
    });
  }

  const resources = resourcesByDocument(model);
  for (const account of model.operations) {
    if (isReachable(resources, account)) continue;
    diagnostics.add({
      severity: "error",
      code: "operation-lost",
      message: `${account.method.toUpperCase()} ${account.path} is in no resource`,
      hint: "this is a fault of kubewright: please report it with the document",
      at: { document: account.document },
    });
  }

  const declared = new Set(
    model.groupVersions.flatMap(({ directory, schemas }) =>
      schemas.map(({ typeName }) => `${directory}#${typeName}`),
    ),
  );
  for (const { key, document } of documents) {
    for (const name of Object.keys(document.components.schemas)) {
      const type = typeOf(model.types, key, name);
      if (type && declared.has(`${type.directory}#${type.typeName}`)) continue;
      diagnostics.add({
        severity: "error",
        code: "schema-lost",
        message: `schema "${name}" has no type`,
        hint: "this is a fault of kubewright: please report it with the document",
        at: { document: key, pointer: `/components/schemas/${name}` },
      });
    }
  }

  const homes = model.groupVersions.reduce((n, g) => n + g.schemas.length, 0);
  if (homes !== declared.size) {
    diagnostics.add({
      severity: "error",
      code: "type-declared-twice",
      message: `${String(homes)} schemas share ${String(declared.size)} type names`,
      hint: "this is a fault of kubewright: please report it with the documents",
    });
  }
}

function countOperations(documents: readonly LoadedDocument[]): number {
  return documents.reduce(
    (sum, { document }) =>
      sum +
      Object.values(document.paths).reduce(
        (of, item) => of + methods.filter((m) => item[m] !== undefined).length,
        0,
      ),
    0,
  );
}

type Resources = ReadonlyMap<string, ReadonlyMap<string, Resource>>;

/** By the key of the document, then by the plural: there may be thousands of both. */
function resourcesByDocument({ groupVersions }: Model): Resources {
  return new Map(
    groupVersions.map(({ document, resources }) => [
      document?.key ?? "",
      new Map(resources.map((resource) => [resource.plural, resource])),
    ]),
  );
}

/** Whether the resource that an operation was counted for has its verb. */
function isReachable(
  resources: Resources,
  { document, outcome }: OperationAccount,
): boolean {
  if (outcome.kind !== "resource") return true;
  const resource = resources.get(document)?.get(outcome.plural);
  if (resource === undefined) return false;
  const { subresource, verb } = outcome;
  return subresource === undefined
    ? resource.verbs.includes(verb) || resource.verbsEverywhere.includes(verb)
    : resource.subresources.some(
        (s) => s.name === subresource && s.verbs.includes(verb),
      );
}
