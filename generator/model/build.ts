import type { Diagnostics } from "../diagnostics.js";
import type { LoadedDocument } from "../document/load.js";
import type { Schema } from "../document/openapi.js";
import { pointerTo } from "../json.js";
import { checkInvariants } from "./invariants.js";
import type {
  GroupVersion,
  Model,
  OmissionReason,
  OperationAccount,
  OperationOutcome,
} from "./model.js";
import { moduleDirectory } from "./names.js";
import { operationsOf, type PublishedOperation } from "./operations.js";
import { metaOwner, type Owner } from "./owners.js";
import { buildResources, type ResourceOperation } from "./resources.js";
import { buildSchemas, type SchemaModules } from "./schemas.js";

/** Makes the model: which groups, versions and resources there are, what can be done with them, where each schema belongs. */
export function buildModel(
  documents: readonly LoadedDocument[],
  diagnostics: Diagnostics,
): Model {
  const sorted = [...documents].sort((a, b) => (a.key < b.key ? -1 : 1));
  const schemas = buildSchemas(
    sorted.map((d) => ({ ...d, publisher: publisherOf(d) ?? metaOwner })),
    diagnostics,
  );

  const operations: OperationAccount[] = [];
  const groupVersions = new Map<string, GroupVersion>();
  for (const loaded of sorted) {
    const owner = publisherOf(loaded);
    const published = operationsOf(loaded.document).map((operation) =>
      owner === undefined ? ofNoResource(operation) : operation,
    );
    for (const operation of published) {
      const account = accountOf(loaded, operation);
      operations.push(account);
      if (account.outcome.kind === "omitted") {
        reportOmission(account, account.outcome.reason, diagnostics);
      }
    }
    if (owner === undefined) continue;
    const built = buildGroupVersion(loaded, owner, published, schemas);
    groupVersions.set(built.directory, built);
  }
  for (const [directory, { group, version, schemas: own }] of schemas.modules) {
    if (groupVersions.has(directory)) continue;
    groupVersions.set(directory, {
      group,
      version,
      directory,
      document: undefined,
      resources: [],
      schemas: own,
    });
  }

  const model: Model = {
    groupVersions: [...groupVersions.values()].sort((a, b) =>
      a.directory < b.directory ? -1 : 1,
    ),
    types: schemas.types,
    operations,
  };
  checkInvariants(sorted, model, diagnostics);
  return model;
}

function buildGroupVersion(
  { key, hash, document }: LoadedDocument,
  { group, version }: Owner,
  published: readonly PublishedOperation[],
  schemas: SchemaModules,
): GroupVersion {
  const directory = moduleDirectory(group, version);
  const declared: { readonly [name: string]: Schema } =
    document.components.schemas;
  return {
    group,
    version,
    directory,
    document: { key, hash },
    resources: buildResources(
      { group, version },
      published.filter(isOfResource),
      declared,
    ),
    schemas: schemas.modules.get(directory)?.schemas ?? [],
  };
}

/** A document of no group has no resources, whatever its paths look like. */
function ofNoResource(operation: PublishedOperation): PublishedOperation {
  return operation.subject.kind === "resource"
    ? { ...operation, subject: { kind: "omitted", reason: "unknown-path" } }
    : operation;
}

function isOfResource(
  operation: PublishedOperation,
): operation is ResourceOperation {
  return operation.subject.kind === "resource";
}

/** The group and version that a document is of; undefined for `version`, `apis/apps` and their like. */
function publisherOf({ group, version }: LoadedDocument): Owner | undefined {
  return group === undefined || version === undefined
    ? undefined
    : { group, version };
}

/** Says what has no call of its own. Deprecated watch paths are many and known: the client's README counts them. */
function reportOmission(
  { document, path, method }: OperationAccount,
  reason: OmissionReason,
  diagnostics: Diagnostics,
): void {
  if (reason === "deprecated-watch-path") return;
  diagnostics.add({
    severity: "warning",
    code: "operation-left-out",
    message: `${method.toUpperCase()} ${path} has no method: ${reasons[reason]}`,
    hint: "it can be asked for with `k8s.request()`",
    at: { document, pointer: pointerTo(["paths", path, method]) },
  });
}

const reasons: { readonly [R in OmissionReason]: string } = {
  "deprecated-watch-path": "watching is a way to list",
  "unknown-path": "the path is none of a resource's",
  "unknown-action": "its action is none that a verb stands for",
  "name-taken": "the client has a member of the subresource's name",
};

function accountOf(
  { key: document, group = "" }: LoadedDocument,
  { path, method, subject }: PublishedOperation,
): OperationAccount {
  const outcome: OperationOutcome =
    subject.kind === "resource"
      ? {
          kind: "resource",
          group,
          plural: subject.at.plural,
          subresource: subject.at.subresource,
          verb: subject.verb,
        }
      : subject;
  return { document, path, method, outcome };
}
