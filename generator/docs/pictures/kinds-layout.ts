import {
  Graph,
  layout,
  type EdgeLabel,
  type GraphLabel,
  type NodeLabel,
} from "@dagrejs/dagre";
import type { Reference } from "../reference.js";
import { groupVersionName } from "../words.js";
import type { Connection } from "./connections.js";
import type { Kind } from "./kinds.js";
import { letterWidth, smallLetterWidth } from "./letters.js";
import { mainManner } from "./neighbours.js";
import type {
  KindBox,
  KindLine,
  KindsPicture,
  Point,
} from "./pictures-model.js";

/** How many kinds a picture has, and how many lines: with more of them nobody sees anything. */
const mostKinds = 60;
const mostLines = 100;

/**
 * Lays out kinds as boxes, each left of what it refers to as far as that goes, and what connects them as lines. Where there are too many,
 * those are shown that are connected most. The same connections have the same places.
 *
 * @param isOwn whether a kind is one that the picture is of
 * @returns undefined where no kind is connected with another
 */
export function kindsPicture(
  reference: Reference,
  connections: readonly Connection[],
  isOwn: (kind: Kind) => boolean,
): KindsPicture | undefined {
  const others = connections.filter(({ from, to }) => from !== to);
  if (others.length === 0) return undefined;
  const ranked = byConnections(others);
  const shown = mostConnected(ranked, others);
  const lines = others.filter(
    ({ from, to }) => shown.has(from) && shown.has(to),
  );
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>();
  graph.setGraph({ rankdir: "LR", nodesep: 6, edgesep: 2, ranksep: 45 });
  for (const kind of shown) graph.setNode(nodeOf(kind), sizeOf(kind));
  for (const connection of lines)
    graph.setEdge(nodeOf(connection.from), nodeOf(connection.to), {
      // What is made stands close to what makes it.
      weight: mainManner(connection) === "makes" ? 3 : 1,
    });
  layout(graph);
  const boxes = new Map(
    [...shown].map((kind) => [
      kind,
      boxOf(reference, kind, graph.node(nodeOf(kind)), isOwn(kind)),
    ]),
  );
  return {
    ...framed(
      [...boxes.values()],
      lines.map((connection) =>
        lineOf(
          connection,
          boxes,
          graph.edge(nodeOf(connection.from), nodeOf(connection.to)),
        ),
      ),
    ),
    left: ranked.length - shown.size,
  };
}

/** Its name in the graph, which keeps nodes as properties: a kind may be called `constructor`. */
function nodeOf({ key }: Kind): string {
  return `kind ${key}`;
}

/** Moves all to where the picture begins: lines of a layout may be above all of its boxes. */
function framed(
  boxes: readonly KindBox[],
  lines: readonly KindLine[],
): Omit<KindsPicture, "left"> {
  const corners = [
    ...lines.flatMap(({ points }) => points),
    ...boxes,
    ...boxes.map(({ x, y, width, height }) => ({
      x: x + width,
      y: y + height,
    })),
  ];
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const left = Math.min(...xs) - margin;
  const top = Math.min(...ys) - margin;
  const moved = <Place extends Point>(place: Place): Place => ({
    ...place,
    x: place.x - left,
    y: place.y - top,
  });
  return {
    width: Math.ceil(Math.max(...xs) - left + margin),
    height: Math.ceil(Math.max(...ys) - top + margin),
    boxes: boxes.map(moved),
    lines: lines.map(({ manner, points }) => ({
      manner,
      points: points.map(moved),
    })),
  };
}

const margin = 8;

/** Those first that most others have to do with. */
function byConnections(connections: readonly Connection[]): readonly Kind[] {
  const counts = new Map<Kind, number>();
  for (const { from, to } of connections)
    for (const kind of [from, to])
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a.key < b.key ? -1 : 1))
    .map(([kind]) => kind);
}

/** As many as there is room for, with what connects them. */
function mostConnected(
  ranked: readonly Kind[],
  connections: readonly Connection[],
): ReadonlySet<Kind> {
  const shown = new Set<Kind>();
  let lines = 0;
  for (const kind of ranked.slice(0, mostKinds)) {
    shown.add(kind);
    lines += connections.filter(
      ({ from, to }) =>
        (from === kind && shown.has(to)) || (to === kind && shown.has(from)),
    ).length;
    if (lines <= mostLines) continue;
    shown.delete(kind);
    break;
  }
  return shown;
}

/** As wide as its name is long. */
function sizeOf({ name, groupVersion }: Kind): NodeLabel {
  const letters = Math.max(
    name.length * letterWidth,
    groupVersionName(groupVersion).length * smallLetterWidth,
  );
  return {
    width: Math.min(300, Math.max(90, Math.ceil(letters) + 16)),
    height: 34,
  };
}

function boxOf(
  { addresses }: Reference,
  { name, groupVersion, resource }: Kind,
  { x = 0, y = 0, width, height }: NodeLabel,
  isOwn: boolean,
): KindBox {
  return {
    name,
    apiVersion: groupVersionName(groupVersion),
    group: groupVersion.group,
    isOwn,
    to: { page: addresses.resource(groupVersion, resource) },
    x: x - width / 2,
    y: y - height / 2,
    width,
    height,
  };
}

/** From the side of one box to the side of the other, between which the points of the layout are. */
function lineOf(
  connection: Connection,
  boxes: ReadonlyMap<Kind, KindBox>,
  { points = [] }: EdgeLabel,
): KindLine {
  const from = boxes.get(connection.from);
  const to = boxes.get(connection.to);
  const between = points.slice(1, -1);
  const ends = (
    box: KindBox | undefined,
    towards: Point | undefined,
  ): readonly Point[] =>
    box === undefined || towards === undefined ? [] : [sideOf(box, towards)];
  return {
    manner: mainManner(connection),
    points: [
      ...ends(from, between[0]),
      ...between,
      ...ends(to, between.at(-1)),
    ],
  };
}

function sideOf({ x, y, width, height }: KindBox, towards: Point): Point {
  return { x: towards.x < x + width / 2 ? x : x + width, y: y + height / 2 };
}
