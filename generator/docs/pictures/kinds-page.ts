import { groupBy, groupName } from "../../model/names.js";
import type { GroupVersion } from "../../model/model.js";
import { fixedPages } from "../addresses.js";
import { linkBytes, listParts } from "../list-parts.js";
import type { Reference } from "../reference.js";
import { connectionsOf, type Connection } from "./connections.js";
import { kindsPicture } from "./kinds-layout.js";
import { kindLink, neighbourList, weightOf } from "./neighbours.js";
import type {
  ConnectedKind,
  KindsPage,
  KindsPicture,
} from "./pictures-model.js";

/** The pages of what refers to what: a picture of the kinds that are connected most, and each kind with what it refers to. */
export function kindsPages(reference: Reference): readonly KindsPage[] {
  const { all } = connectionsOf(reference);
  const listed = [...groupBy(all, ({ from }) => from.key).values()].flatMap(
    (connections) => listedKind(reference, connections),
  );
  return listParts(
    fixedPages.kinds,
    listed,
    ({ kind }) => kind.link.text,
    ({ kind }) => bytesOfKind(kind),
  ).map(({ items, suffix, ...part }, i) => ({
    kind: "kinds",
    title: `Kinds and what they refer to${suffix}`,
    ...part,
    picture: i === 0 ? kindsPicture(reference, all, () => false) : undefined,
    sections: [...groupBy(items, ({ group }) => group)].map(
      ([title, kinds]) => ({ title, kinds: kinds.map(({ kind }) => kind) }),
    ),
  }));
}

function listedKind(
  reference: Reference,
  connections: readonly Connection[],
): readonly { readonly group: string; readonly kind: ConnectedKind }[] {
  const from = connections[0]?.from;
  if (from === undefined) return [];
  const refersTo = neighbourList(reference, connections, ({ to }) => to);
  const kind = { link: kindLink(reference, from), refersTo };
  return [{ group: groupName(from.group), kind }];
}

function bytesOfKind({ link, refersTo }: ConnectedKind): number {
  return (
    200 +
    linkBytes(link) +
    refersTo.shown.reduce((sum, one) => sum + weightOf(one), 0)
  );
}

/**
 * A picture of the kinds of a group and version with what they refer to.
 *
 * @returns undefined where it would show no more than the page of one of them does, and for a version that a reader would not take
 */
export function groupPicture(
  reference: Reference,
  groupVersion: GroupVersion,
): KindsPicture | undefined {
  const own = connectionsOf(reference).all.filter(
    ({ from }) => from.groupVersion === groupVersion,
  );
  return new Set(own.map(({ from }) => from)).size < 2
    ? undefined
    : kindsPicture(reference, own, (kind) => kind.group === groupVersion.group);
}
