import { declarationOf } from "../emit/emission.js";
import { deprecationOf } from "../emit/docs.js";
import type { GroupVersion, Resource } from "../model/model.js";
import { clientOf } from "./client-call.js";
import { cut, splitDescription } from "./field-facts.js";
import type { GroupVersionPage, ResourceSummary } from "./page-model.js";
import { discoveredResource, type Reference } from "./reference.js";
import { groupVersionName, stabilityOf } from "./words.js";

/** The page of a group and version. */
export function groupVersionPage(
  reference: Reference,
  groupVersion: GroupVersion,
): GroupVersionPage {
  const { directory, document, group, version, resources, schemas } =
    groupVersion;
  const { addresses } = reference;
  return {
    kind: "group-version",
    address: addresses.groupVersion(groupVersion),
    title: groupVersionName(groupVersion),
    group,
    version,
    stability: stabilityOf(version),
    document: document?.key,
    hash: document?.hash,
    client:
      resources.length === 0 ? undefined : clientOf(reference, groupVersion),
    resources: resources.map((resource) =>
      resourceSummary(reference, groupVersion, resource),
    ),
    types: schemas.map(({ typeName, schema }) => ({
      text: typeName,
      to: { page: addresses.type(directory, typeName) ?? "" },
      about: firstSentence(schema.description ?? ""),
    })),
  };
}

function resourceSummary(
  reference: Reference,
  groupVersion: GroupVersion,
  resource: Resource,
): ResourceSummary {
  const home = declarationOf(
    reference.emission,
    groupVersion.document?.key ?? "",
    resource.schema,
  );
  return {
    link: {
      text: resource.plural,
      to: { page: reference.addresses.resource(groupVersion, resource) },
    },
    kind: resource.kind,
    namespaced: resource.namespaced,
    shortNames:
      discoveredResource(reference, groupVersion, resource)?.shortNames ?? [],
    verbs: resource.verbs,
    deprecated: deprecationOf(home?.declaration.schema ?? {}) !== "",
  };
}

/** The first sentence of a description, as Markdown on one line. */
export function firstSentence(description: string): string {
  const { text } = splitDescription(description);
  const [line = ""] = text.trim().split("\n");
  return cut(/^.{12,}?[.](?=\s|$)/.exec(line)?.[0] ?? line, 200);
}
