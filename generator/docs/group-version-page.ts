import { declarationOf } from "../emit/emission.js";
import { deprecationOf } from "../emit/docs.js";
import type { GroupVersion, Resource } from "../model/model.js";
import { clientOf } from "./client-call.js";
import { cut, splitDescription } from "./field-facts.js";
import { linkBytes, listParts } from "./list-parts.js";
import type { GroupVersionPage, ResourceSummary } from "./page-model.js";
import { groupPicture } from "./pictures/kinds-page.js";
import { discoveredResource, type Reference } from "./reference.js";
import { bytesOf } from "./weights.js";
import { groupVersionName, stabilityOf } from "./words.js";

/** The pages of a group and version: one, where there is room for all its resources and types. */
export function groupVersionPages(
  reference: Reference,
  groupVersion: GroupVersion,
): readonly GroupVersionPage[] {
  const { directory, document, group, version, resources, schemas } =
    groupVersion;
  const { addresses } = reference;
  const listed: readonly Listed[] = [
    ...resources.map((resource) => ({
      resource: resourceSummary(reference, groupVersion, resource),
    })),
    ...schemas.map(({ typeName, schema }) => ({
      type: {
        text: typeName,
        to: { page: addresses.type(directory, typeName) ?? "" },
        about: firstSentence(schema.description ?? ""),
      },
    })),
  ];
  return listParts(
    addresses.groupVersion(groupVersion),
    listed,
    nameOf,
    weightOf,
  ).map(({ items, suffix, ...part }, i) => ({
    kind: "group-version",
    title: `${groupVersionName(groupVersion)}${suffix}`,
    ...part,
    group,
    version,
    stability: stabilityOf(version),
    document: document?.key,
    hash: document?.hash,
    client:
      resources.length === 0 ? undefined : clientOf(reference, groupVersion),
    resources: items.flatMap((one) => ("resource" in one ? one.resource : [])),
    types: items.flatMap((one) => ("type" in one ? one.type : [])),
    picture: i === 0 ? groupPicture(reference, groupVersion) : undefined,
  }));
}

/** A line of the page. */
type Listed =
  | { readonly resource: ResourceSummary }
  | { readonly type: GroupVersionPage["types"][number] };

function nameOf(one: Listed): string {
  return "resource" in one ? one.resource.link.text : one.type.text;
}

function weightOf(one: Listed): number {
  if ("type" in one) return linkBytes(one.type) + bytesOf(one.type.about);
  const { link, kind, shortNames, verbs } = one.resource;
  const texts = [kind, ...shortNames, ...verbs];
  return (
    200 + linkBytes(link) + texts.reduce((sum, text) => sum + bytesOf(text), 0)
  );
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
