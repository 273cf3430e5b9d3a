import type { UntypedObject } from "../../templates/runtime/types.js";
import type { ServedKind } from "./custom-definitions.js";
import type { WrittenResource } from "./written-resources.js";
import type { LifeHandles } from "./custom-life.js";
import { minimalObjectOf, minimalValue } from "./minimal-custom-object.js";

/** A kind, and a minimal object of it. */
export interface KindWithObject extends ServedKind {
  readonly name: string;
  readonly object: UntypedObject;
  /** A minimal `status`; undefined where the schema has none, and the server drops it. */
  readonly status?: unknown;
}

/** The kinds that definitions serve, each with an object: the minimal one, or what a table has for `group/Kind`. */
export function withObjects(
  kinds: readonly ServedKind[],
  objects: Readonly<Record<string, UntypedObject>> = {},
): readonly KindWithObject[] {
  return kinds.map((kind) => {
    const status = kind.schema.properties?.["status"];
    return {
      ...kind,
      name: `minimal-${kind.version}`,
      object:
        objects[`${kind.group}/${kind.kind}`] ?? minimalObjectOf(kind.schema),
      ...(status === undefined ? {} : { status: minimalValue(status) }),
    };
  });
}

/** What {@link programOf} makes, once it is loaded: by {@link kindKey}. */
export interface LoadedProgram {
  readonly kinds: Readonly<
    Record<string, (k8s: object, namespace: string) => LifeHandles>
  >;
}

export const fieldManager = "kubewright-test";

export function kindKey({ group, version, plural }: ServedKind): string {
  return `${group}/${version}/${plural}`;
}

/** A program on a client that knows the kinds: each object stands in it as a literal, so that the compiler judges it as a user's. */
export function programOf(
  kinds: readonly KindWithObject[],
  resources: readonly WrittenResource[],
): string {
  const functions = kinds.map((kind) => {
    const resource = resources.find(
      ({ facts }) =>
        facts.group === kind.group &&
        facts.version === kind.version &&
        facts.plural === kind.plural,
    );
    if (resource === undefined) throw new Error(`no ${kindKey(kind)}`);
    return functionOf(kind, resource);
  });
  return `import type { Kubernetes } from "./index.js";

const options = { fieldManager: ${JSON.stringify(fieldManager)}, force: true };

export const kinds = {
${functions.join("")}};
`;
}

function functionOf(
  kind: KindWithObject,
  { accessor, facts }: WrittenResource,
): string {
  const text = JSON.stringify;
  const member = `k8s[${text(kind.group)}][${text(kind.version)}][${text(accessor)}]`;
  const { name, object } = kind;
  const status =
    kind.hasStatus && kind.status !== undefined
      ? `status: () => resource.status.patch(${text(name)}, { status: ${text(kind.status)} }),`
      : "";
  return `  ${text(kindKey(kind))}: (k8s: Kubernetes, namespace: string) => {
    const resource = ${member}${facts.namespaced ? "(namespace)" : ""};
    const everywhere = ${member}${facts.namespaced ? "()" : ""};
    void namespace;
    return {
      resource,
      everywhere,
      create: () => resource.create(${text({ ...object, metadata: { ...object.metadata, name } })}),
      apply: () => resource.apply(${text(name)}, ${text(object)}, options),
      ${status}
    };
  },
`;
}
