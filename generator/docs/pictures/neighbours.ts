import { groupBy } from "../../model/names.js";
import type { GroupVersion, Resource } from "../../model/model.js";
import { linkBytes } from "../list-parts.js";
import type { Link } from "../page-model.js";
import { fieldTarget } from "../paging.js";
import type { Reference } from "../reference.js";
import { beginning, bytesOf } from "../weights.js";
import { groupVersionName } from "../words.js";
import { connectionsOf, type Connection } from "./connections.js";
import type { Kind } from "./kinds.js";
import type { Manner } from "./known-references.js";
import type {
  Neighbour,
  NeighbourList,
  Neighbours,
  Way,
} from "./pictures-model.js";
import type { FieldReference } from "./references.js";

/** What a resource refers to, and what refers to it; undefined where nothing does. */
export function neighboursOf(
  reference: Reference,
  groupVersion: GroupVersion,
  resource: Resource,
): Neighbours | undefined {
  const { from, to } = connectionsOf(reference);
  const { group } = groupVersion;
  const outward = from(groupVersion, resource);
  const inward = to(group, resource.kind).filter(
    // What refers to itself is told once.
    ({ from: other }) => other.name !== resource.kind || other.group !== group,
  );
  if (outward.length + inward.length === 0) return undefined;
  return {
    kind: resource.kind,
    apiVersion: groupVersionName(groupVersion),
    refersTo: neighbourList(reference, outward, (one) =>
      inVersion(one.to, groupVersion),
    ),
    referredToBy: neighbourList(reference, inward, (one) =>
      inVersion(one.from, groupVersion),
    ),
  };
}

/**
 * Those first that a reader would look for: what is made, what is of the same group, what is Kubernetes' core.
 *
 * @param other the kind at the other end
 */
export function neighbourList(
  reference: Reference,
  connections: readonly Connection[],
  other: (connection: Connection) => Kind,
): NeighbourList {
  const all = connections
    .map((connection) => ({ connection, rank: rankOf(connection) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ connection }) =>
      neighbour(reference, other(connection), connection.fields),
    );
  const shown = beginning(all.slice(0, mostNeighbours), weightOf, mostBytes);
  return { shown, more: all.length - shown.length };
}

/** How many there are in a list, and how many bytes they may come to. */
const mostNeighbours = 60;
const mostBytes = 40_000;
const mostFields = 4;

function rankOf({ from, to, fields }: Connection): number {
  if (fields.some(({ manner }) => manner === "makes")) return 0;
  if (from.group === to.group) return 1;
  return fields.some(({ byName }) => !byName) ? 2 : 3;
}

/** What a line stands for where there is room for one: the closest of all that connects two kinds. */
export function mainManner({ fields }: Pick<Connection, "fields">): Manner {
  return fields.reduce<Manner>(
    (best, { manner }) => (closeness[manner] < closeness[best] ? manner : best),
    "selects",
  );
}

/** What comes first of several ways that connect the same kinds. */
const closeness: Readonly<Record<Manner, number>> = {
  makes: 0,
  names: 1,
  selects: 2,
};

/** The same kind in a version of its group where there is one, so that a reader stays in the version that they read. */
function inVersion(kind: Kind, own: GroupVersion): Kind {
  const resource =
    kind.group === own.group
      ? own.resources.find((one) => one.kind === kind.name)
      : undefined;
  return resource === undefined
    ? kind
    : { ...kind, resource, groupVersion: own };
}

/** A link to the page of a kind's resource. */
export function kindLink(
  { addresses }: Reference,
  { name, groupVersion, resource }: Kind,
): Link {
  return {
    text: name,
    to: { page: addresses.resource(groupVersion, resource) },
  };
}

function neighbour(
  reference: Reference,
  kind: Kind,
  fields: readonly FieldReference[],
): Neighbour {
  const byManner = groupBy(
    fields,
    ({ manner, byName }) => `${manner} ${String(byName)}`,
  );
  return {
    link: kindLink(reference, kind),
    apiVersion: groupVersionName(kind.groupVersion),
    ways: [...byManner.values()]
      .flatMap((all) => wayOf(reference, all))
      .sort((a, b) => closeness[a.manner] - closeness[b.manner]),
  };
}

function wayOf(
  reference: Reference,
  fields: readonly FieldReference[],
): readonly Way[] {
  const [first] = fields;
  if (first === undefined) return [];
  const { manner, byName } = first;
  return [
    {
      manner,
      byName,
      fields: fields.slice(0, mostFields).map(({ path, home, own }) => ({
        text: path.map((name) => `.${name}`).join(""),
        to: fieldTarget(reference, home, own),
      })),
      more: Math.max(0, fields.length - mostFields),
    },
  ];
}

/** What a neighbour comes to on a page, in bytes. */
export function weightOf({ link, apiVersion, ways }: Neighbour): number {
  const fields = ways.flatMap((way) => way.fields);
  return (
    // Its box in the picture, with its place and its name for whoever points at it.
    700 +
    4 * linkBytes(link) +
    3 * bytesOf(apiVersion) +
    fields.reduce((sum, field) => sum + 60 + linkBytes(field), 0)
  );
}
