import { inlineText, safeText } from "../../templates/doc-comment.js";
import type { AccessorView } from "../../templates/group-client.js";
import type { InterfaceView } from "../../templates/resource-interface.js";
import { reference, type Member } from "../../templates/type-expression.js";
import {
  isAction,
  isProxy,
  streamMethodOf,
  type GroupVersion,
  type Resource,
  type Subresource,
} from "../model/model.js";
import type { ApplyDirectory } from "./apply-directory.js";
import { paragraphs } from "./doc-text.js";
import { deprecationOf } from "./docs.js";
import { collectionPath, declarationOf, type Emission } from "./emission.js";
import { methodsOf } from "./methods.js";
import {
  resourceName,
  resourceTypes,
  subresourceTypes,
  type ResourceTypes,
} from "./resource-types.js";
import { subresourceEnding } from "./resource-names.js";
import {
  actionMethod,
  logMethod,
  proxyMethod,
  streamMethods,
} from "./stream-methods.js";

/** An interface of a client, and how it is reached where it is a resource's own. */
export type ClientInterface = InterfaceView & {
  readonly accessor?: AccessorView;
};

/** The interfaces of one resource: its own, that for all namespaces, and one for each plain subresource. */
export function interfacesOf(
  emission: Emission,
  applies: ApplyDirectory,
  groupVersion: GroupVersion,
  resource: Resource,
  accessor: string,
): readonly ClientInterface[] {
  const types = resourceTypes(emission, applies, groupVersion, resource);
  const plain = resource.subresources.filter(isPlain);
  const own = ownInterface(emission, groupVersion, resource, types, plain);
  const everywhere = everywhereInterface(
    emission,
    groupVersion,
    resource,
    types,
  );
  return [
    {
      ...own,
      accessor: {
        name: accessor,
        doc: `${inlineText(resource.kind)} objects${resource.namespaced ? " of one namespace" : ""}.`,
        type: own.name,
        namespaced: resource.namespaced,
        everywhere: everywhere?.name,
      },
    },
    ...(everywhere === undefined ? [] : [everywhere]),
    ...plain.map((subresource) =>
      subresourceInterface(
        emission,
        applies,
        groupVersion,
        resource,
        types,
        subresource,
      ),
    ),
  ];
}

/** What connects is no collection of verbs: it has a method of its own or a path builder alone; a log has a method. */
function isPlain({ verbs, text }: Subresource): boolean {
  return !verbs.includes("connect") && !text;
}

function ownInterface(
  emission: Emission,
  groupVersion: GroupVersion,
  resource: Resource,
  types: ResourceTypes,
  plain: readonly Subresource[],
): InterfaceView {
  const collection = inlineText(collectionPath(groupVersion, resource, false));
  const methods = methodsOf({
    emission,
    kind: inlineText(resource.kind),
    verbs: resource.verbs,
    types,
    collection,
    object: `${collection}/{name}`,
    subresource: undefined,
  });
  const own = resource.subresources.flatMap((subresource) => {
    if (subresource.text) return [logMethod(collection, subresource)];
    if (isProxy(subresource))
      return [proxyMethod(collection, resource, subresource)];
    const subject = { group: groupVersion.group, plural: resource.plural };
    if (isAction(subject, subresource))
      return [actionMethod(collection, resource, subresource)];
    const stream = streamMethodOf(subject, subresource);
    return stream === undefined ? [] : streamMethods(collection, stream);
  });
  return {
    name: resourceName(emission, groupVersion, resource, "Resource"),
    doc: interfaceDoc(emission, groupVersion, resource, collection),
    methods: [...methods, ...own],
    members: plain.map((subresource): Member => ({
      name: subresource.name,
      doc: `\`${inlineText(subresource.name)}\` of one ${inlineText(resource.kind)}.`,
      optional: false,
      readonly: true,
      type: reference(
        `${groupVersion.directory}/client`,
        subresourceName(emission, groupVersion, resource, subresource),
      ),
    })),
  };
}

function everywhereInterface(
  emission: Emission,
  groupVersion: GroupVersion,
  resource: Resource,
  types: ResourceTypes,
): InterfaceView | undefined {
  if (!resource.namespaced || resource.verbsEverywhere.length === 0) {
    return undefined;
  }
  const collection = inlineText(collectionPath(groupVersion, resource, true));
  return {
    name: resourceName(emission, groupVersion, resource, "ResourceEverywhere"),
    doc: `${inlineText(resource.kind)} objects of all namespaces: what the server serves without naming one.\n\n\`${collection}\``,
    methods: methodsOf({
      emission,
      kind: inlineText(resource.kind),
      verbs: resource.verbsEverywhere,
      types,
      collection,
      object: `${collection}/{name}`,
      subresource: undefined,
    }),
    members: [],
  };
}

function subresourceInterface(
  emission: Emission,
  applies: ApplyDirectory,
  groupVersion: GroupVersion,
  resource: Resource,
  types: ResourceTypes,
  subresource: Subresource,
): InterfaceView {
  const path = inlineText(
    `${collectionPath(groupVersion, resource, false)}/{name}/${subresource.name}`,
  );
  return {
    name: subresourceName(emission, groupVersion, resource, subresource),
    doc: `\`${inlineText(subresource.name)}\` of one ${inlineText(resource.kind)}.\n\n\`${path}\``,
    methods: methodsOf({
      emission,
      kind: inlineText(subresource.groupVersionKind.kind),
      verbs: subresource.verbs,
      types: subresourceTypes(
        emission,
        applies,
        groupVersion,
        { resource, types },
        subresource,
      ),
      collection: path,
      object: path,
      subresource: inlineText(subresource.name),
    }),
    members: [],
  };
}

function subresourceName(
  emission: Emission,
  groupVersion: GroupVersion,
  resource: Resource,
  subresource: Subresource,
): string {
  const ending = subresourceEnding(subresource);
  return resourceName(emission, groupVersion, resource, ending);
}

function interfaceDoc(
  emission: Emission,
  { document }: GroupVersion,
  resource: Resource,
  collection: string,
): string {
  const home = declarationOf(emission, document?.key ?? "", resource.schema);
  const schema = home?.declaration.schema ?? {};
  const own =
    safeText(schema.description ?? "") ||
    `${inlineText(resource.kind)} objects${resource.namespaced ? " of one namespace" : ""}.`;
  return paragraphs([own, `\`${collection}\``, deprecationOf(schema)]);
}
