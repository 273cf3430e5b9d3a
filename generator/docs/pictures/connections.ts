import type { GroupVersion, Resource } from "../../model/model.js";
import { groupBy } from "../../model/names.js";
import type { Reference } from "../reference.js";
import { compareKinds, kindKey, Kinds, type Kind } from "./kinds.js";
import { FieldReferences, type FieldReference } from "./references.js";

/** That one kind refers to another: by at least one field. */
export interface Connection {
  readonly from: Kind;
  readonly to: Kind;
  readonly fields: readonly FieldReference[];
}

/** How the kinds of a source are connected. */
export interface Connections {
  readonly kinds: Kinds;
  /** All, by the kind that refers; sorted as {@link Kinds.all} is. */
  readonly all: readonly Connection[];
  /** What a resource refers to, in its own version. */
  readonly from: (
    groupVersion: GroupVersion,
    resource: Resource,
  ) => readonly Connection[];
  /** What refers to a kind, each in the version that a reader would take. */
  readonly to: (group: string, kind: string) => readonly Connection[];
}

/** Connects the kinds of a source, once. */
export function connectionsOf(reference: Reference): Connections {
  const known = made.get(reference);
  if (known !== undefined) return known;
  const connections = connect(reference);
  made.set(reference, connections);
  return connections;
}

const made = new WeakMap<Reference, Connections>();

function connect(reference: Reference): Connections {
  const kinds = new Kinds(reference.model);
  const references = new FieldReferences(reference, kinds);
  const of = (kind: Kind): readonly Connection[] =>
    grouped(kind, references.of(kind.groupVersion, kind.resource));
  const outward = new Map(kinds.all.map((kind) => [kind.resource, of(kind)]));
  const all = [...outward.values()].flat();
  const inward = groupBy(all, ({ to }) => to.key);
  return {
    kinds,
    all,
    from(groupVersion, resource) {
      const { group } = groupVersion;
      const key = kindKey(group, resource.kind);
      const kind = { key, name: resource.kind, group, groupVersion, resource };
      return outward.get(resource) ?? of(kind);
    },
    to: (group, kind) => inward.get(kindKey(group, kind)) ?? [],
  };
}

/** One connection for each kind that is referred to, in the order of {@link Kinds.all}. */
function grouped(
  from: Kind,
  references: readonly FieldReference[],
): readonly Connection[] {
  const byKind = groupBy(
    references.flatMap((field) => field.kinds.map((to) => ({ to, field }))),
    ({ to }) => to.key,
  );
  return [...byKind.values()]
    .flatMap((own) => {
      const [first] = own;
      const fields = own.map(({ field }) => field);
      return first === undefined ? [] : [{ from, to: first.to, fields }];
    })
    .sort((a, b) => compareKinds(a.to, b.to));
}
