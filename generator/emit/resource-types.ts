import {
  reference,
  text,
  union,
  type TypeExpression,
} from "../../templates/type-expression.js";
import type {
  GroupVersion,
  PatchType,
  Resource,
  Subresource,
} from "../model/model.js";
import { applyReference } from "./apply-types.js";
import type { ApplyDirectory } from "./apply-directory.js";
import { declarationOf, type Emission } from "./emission.js";
import { persistedTypes } from "./persisted.js";
import { resourceNameKey } from "./resource-names.js";

/** The types that a resource's or a subresource's methods take and give. */
export interface ResourceTypes {
  /** What is sent. */
  readonly object: TypeExpression;
  /** What comes back. */
  readonly answer: TypeExpression;
  readonly list: TypeExpression;
  readonly created: TypeExpression;
  readonly applied: TypeExpression;
  /** The fields that selectors may name. */
  readonly fields: TypeExpression;
  readonly patchTypes: readonly PatchType[];
}

/** An object about which no document says anything. */
const anyObject: TypeExpression = reference(
  "runtime/types",
  "KubernetesObject",
);

/** A type of the runtime. */
export function runtimeType(name: string): TypeExpression {
  return reference("runtime/types", name);
}

/** The types of a resource. */
export function resourceTypes(
  emission: Emission,
  applies: ApplyDirectory,
  groupVersion: GroupVersion,
  resource: Resource,
): ResourceTypes {
  const object = plainType(emission, groupVersion, resource.schema);
  const persisted = persistedTypes(emission, groupVersion, resource);
  const answer: TypeExpression =
    persisted === undefined
      ? object
      : { kind: "reference", to: persisted.object };
  const plainList =
    resource.listSchema === undefined
      ? generic("KubernetesList", [answer])
      : plainType(emission, groupVersion, resource.listSchema);
  return {
    object,
    answer,
    list:
      persisted?.list === undefined
        ? plainList
        : { kind: "reference", to: persisted.list },
    created:
      resource.createAnswers === undefined
        ? answer
        : plainType(emission, groupVersion, resource.createAnswers),
    applied: appliedType(emission, applies, groupVersion, resource.schema),
    fields: fieldsType(emission, groupVersion, resource),
    patchTypes: resource.patchTypes,
  };
}

/** The types of a subresource: the object's own where it is of the object's kind. */
export function subresourceTypes(
  emission: Emission,
  applies: ApplyDirectory,
  groupVersion: GroupVersion,
  parent: { readonly resource: Resource; readonly types: ResourceTypes },
  subresource: Subresource,
): ResourceTypes {
  const { schema, createAnswers, patchTypes } = subresource;
  if (schema !== undefined && schema === parent.resource.schema) {
    return { ...parent.types, patchTypes };
  }
  const object = plainType(emission, groupVersion, schema);
  return {
    object,
    answer: object,
    list: object,
    created:
      createAnswers === undefined
        ? object
        : plainType(emission, groupVersion, createAnswers),
    applied: appliedType(emission, applies, groupVersion, schema),
    fields: text("never"),
    patchTypes,
  };
}

/** A generic type of the runtime, or a global one. */
export function generic(
  name: string,
  of: readonly TypeExpression[],
): TypeExpression {
  const isGlobal = name === "Promise" || name === "AsyncIterable";
  return {
    kind: "generic",
    of: isGlobal ? name : { from: "runtime/types", name },
    arguments: of,
  };
}

/** What a delete answers: the object, or a `Status` (kubernetes/kubernetes#59501). */
export function orStatus(
  emission: Emission,
  type: TypeExpression,
): TypeExpression {
  const status = emission.declarations.has("meta/v1#Status")
    ? reference("meta/v1/types", "Status")
    : runtimeType("StatusAnswer");
  return union([type, status]);
}

/** The alias that names a resource's own selectable fields; undefined where it has only those that all have. */
export function ownFieldsName(
  emission: Emission,
  groupVersion: GroupVersion,
  resource: Resource,
): string | undefined {
  return resource.selectableFields.every((f) => f.startsWith("metadata."))
    ? undefined
    : resourceName(emission, groupVersion, resource, "Field");
}

/** What a client calls a type of a resource's: `DeploymentResource`. */
export function resourceName(
  { resourceNames }: Emission,
  { directory }: GroupVersion,
  resource: Resource,
  ending: string,
): string {
  return (
    resourceNames.get(directory)?.get(resourceNameKey(resource, ending)) ?? ""
  );
}

function fieldsType(
  emission: Emission,
  groupVersion: GroupVersion,
  resource: Resource,
): TypeExpression {
  const own = ownFieldsName(emission, groupVersion, resource);
  if (own !== undefined)
    return reference(`${groupVersion.directory}/client`, own);
  return runtimeType(resource.namespaced ? "NamespacedField" : "ClusterField");
}

function plainType(
  emission: Emission,
  { document }: GroupVersion,
  schema: string | undefined,
): TypeExpression {
  const home = declarationOf(emission, document?.key ?? "", schema);
  return home === undefined
    ? anyObject
    : reference(`${home.directory}/types`, home.typeName);
}

function appliedType(
  emission: Emission,
  applies: ApplyDirectory,
  { document }: GroupVersion,
  schema: string | undefined,
): TypeExpression {
  const home = declarationOf(emission, document?.key ?? "", schema);
  return home === undefined
    ? anyObject
    : applyReference(emission, applies, home.directory, home.typeName);
}
