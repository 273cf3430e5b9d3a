import { declarationOf } from "../emit/emission.js";
import { interfacesOf, type ClientInterface } from "../emit/interfaces.js";
import { schemaContext } from "../emit/schema-type.js";
import type { GroupVersion, Resource, Subresource } from "../model/model.js";
import { fieldAnchor } from "./addresses.js";
import { toldOf } from "./field-facts.js";
import { toFields } from "./fields.js";
import { methodEntries, type MethodOwner } from "./methods.js";
import type { ClientSection, Link, ResourcePage } from "./page-model.js";
import { partsOf } from "./paging.js";
import { neighboursOf } from "./pictures/neighbours.js";
import {
  discoveredResource,
  firstOf,
  typeLink,
  type Reference,
} from "./reference.js";
import { resourceParts } from "./resource-parts.js";
import { beginning } from "./weights.js";
import { groupVersionName, stabilityOf } from "./words.js";

/** The pages of a resource: one, unless it has very many methods. */
export function resourcePages(
  reference: Reference,
  groupVersion: GroupVersion,
  resource: Resource,
): readonly ResourcePage[] {
  return resourceParts(wholePage(reference, groupVersion, resource), (number) =>
    reference.addresses.partOfResource(groupVersion, resource, number),
  );
}

function wholePage(
  reference: Reference,
  groupVersion: GroupVersion,
  resource: Resource,
): ResourcePage {
  const { addresses, emission } = reference;
  const found = discoveredResource(reference, groupVersion, resource);
  const document = groupVersion.document?.key ?? "";
  const home = declarationOf(emission, document, resource.schema);
  const told =
    home === undefined
      ? undefined
      : toldOf(
          home.declaration.schema,
          schemaContext(reference.model.types, home.declaration),
        );
  const list = declarationOf(emission, document, resource.listSchema);
  return {
    kind: "resource",
    address: addresses.resource(groupVersion, resource),
    title: resource.kind,
    parts: [],
    apiVersion: groupVersionName(groupVersion),
    group: {
      text: groupVersionName(groupVersion),
      to: { page: addresses.groupVersion(groupVersion) },
    },
    objectKind: resource.kind,
    plural: resource.plural,
    namespaced: resource.namespaced,
    description: told?.description ?? "",
    deprecated: told?.deprecated,
    stability: stabilityOf(groupVersion.version),
    isNew: reference.novelties.isNewResource(groupVersion, resource),
    singularName: found?.singularName,
    shortNames: found?.shortNames ?? [],
    categories: found?.categories ?? [],
    patchTypes: resource.patchTypes,
    selectableFields: firstOf(resource.selectableFields),
    type: home && typeLink(reference, home.directory, home.typeName),
    listType: list && typeLink(reference, list.directory, list.typeName),
    ...(home === undefined
      ? { fields: [], moreFields: 0 }
      : topFields(reference, home)),
    otherVersions: otherVersions(reference, groupVersion, resource),
    neighbours: neighboursOf(reference, groupVersion, resource),
    clients: clientSections(reference, groupVersion, resource),
  };
}

/** The fields at the top, as many as there is room for, without what is in them: the page of the type has the rest. */
function topFields(
  reference: Reference,
  home: NonNullable<ReturnType<typeof declarationOf>>,
): Pick<ResourcePage, "fields" | "moreFields"> {
  const parts = partsOf(reference, home);
  const [first] = parts;
  if (first === undefined) return { fields: [], moreFields: 0 };
  const shown = beginning(first.nodes, ({ weight }) => weight, mostOfFields);
  const all = parts
    .filter(({ at }) => at.length === 0)
    .reduce((sum, { nodes }) => sum + nodes.length, 0);
  const nodes = shown.map((node) => ({
    ...node,
    children: [],
    // Most fields have none within them.
    elsewhere:
      node.children.length === 0 && node.elsewhere === undefined
        ? undefined
        : { page: first.address, anchor: fieldAnchor(node.field.path) },
  }));
  return { fields: toFields(nodes), moreFields: all - shown.length };
}

/** What they may come to, in bytes: the calls have the rest of the page. */
const mostOfFields = 60_000;

/** The same resource in other versions of its group. */
function otherVersions(
  { model, addresses }: Reference,
  own: GroupVersion,
  { plural }: Resource,
): readonly Link[] {
  const all = model.groupVersions.flatMap((groupVersion) => {
    if (groupVersion === own || groupVersion.group !== own.group) return [];
    const other = groupVersion.resources.find((one) => one.plural === plural);
    return other === undefined
      ? []
      : [
          {
            text: groupVersion.version,
            to: { page: addresses.resource(groupVersion, other) },
          },
        ];
  });
  return all.slice(0, mostVersions);
}

/** No API has as many; who wants to see all finds them on the first page. */
const mostVersions = 50;

function clientSections(
  reference: Reference,
  groupVersion: GroupVersion,
  resource: Resource,
): readonly ClientSection[] {
  const interfaces = interfacesOf(
    reference.emission,
    reference.applies,
    groupVersion,
    resource,
    reference.accessor(groupVersion, resource),
  );
  const [own, ...others] = interfaces;
  // The interface for all namespaces comes before those of subresources.
  const hasEverywhere =
    resource.namespaced && resource.verbsEverywhere.length > 0;
  const everywhere = hasEverywhere ? others.shift() : undefined;
  const plain = resource.subresources.filter(
    ({ verbs, text }) => !verbs.includes("connect") && !text,
  );
  const section = (
    view: ClientInterface | undefined,
    subresource: Subresource | undefined,
    everywhere: boolean,
  ): readonly ClientSection[] =>
    view === undefined || view.methods.length === 0
      ? []
      : [
          clientSection(view, {
            reference,
            groupVersion,
            resource,
            subresource,
            everywhere,
            anchor: anchorOf(subresource, everywhere),
          }),
        ];
  return [
    ...section(own, undefined, false),
    ...section(everywhere, undefined, true),
    ...plain.flatMap((subresource, i) =>
      section(others[i], subresource, false),
    ),
  ];
}

function clientSection(
  view: ClientInterface,
  owner: MethodOwner,
): ClientSection {
  const { reference, groupVersion, resource, subresource, everywhere } = owner;
  return {
    anchor: owner.anchor,
    title: titleOf(resource, subresource, everywhere),
    about:
      subresource === undefined
        ? ""
        : `Of kind \`${subresource.groupVersionKind.kind}\`.`,
    methods: methodEntries(owner, view.methods),
    ...(everywhere
      ? { parameters: [], moreParameters: 0 }
      : reference.parameters(
          groupVersion.document?.key,
          resource.plural,
          subresource?.name,
        )),
  };
}

function anchorOf(
  subresource: Subresource | undefined,
  everywhere: boolean,
): string {
  if (subresource !== undefined)
    return `subresource-${encodeURIComponent(subresource.name)}`;
  return everywhere ? "everywhere" : "client";
}

function titleOf(
  { namespaced }: Resource,
  subresource: Subresource | undefined,
  isEverywhere: boolean,
): string {
  if (subresource !== undefined) return `Subresource ${subresource.name}`;
  if (isEverywhere) return "In all namespaces";
  return namespaced ? "In one namespace" : "Methods";
}
