/** What the pages say of how kinds have to do with each other, and of how large groups are: with each picture, the same as a list. */

import type { ListHead, Link, Target } from "../page-model.js";
import type { Stability } from "../words.js";
import type { Manner } from "./known-references.js";

/** Kinds around one: on the page of its resource. */
export interface Neighbours {
  readonly kind: string;
  readonly apiVersion: string;
  readonly refersTo: NeighbourList;
  readonly referredToBy: NeighbourList;
}

/** Kinds on one side, those first that a reader would look for. */
export interface NeighbourList {
  readonly shown: readonly Neighbour[];
  /** How many more there are. */
  readonly more: number;
}

/** A kind, and the fields that it refers by or is referred to by. */
export interface Neighbour {
  readonly link: Link;
  readonly apiVersion: string;
  readonly ways: readonly Way[];
}

/** The fields that do the same. */
export interface Way {
  readonly manner: Manner;
  /** Whether nothing but the names of the fields says so. */
  readonly byName: boolean;
  readonly fields: readonly Link[];
  /** How many more there are. */
  readonly more: number;
}

/** All kinds and what they refer to. */
export interface KindsPage extends ListHead {
  readonly kind: "kinds";
  /** On the first page alone; undefined where nothing is connected. */
  readonly picture: KindsPicture | undefined;
  readonly sections: readonly {
    readonly title: string;
    readonly kinds: readonly ConnectedKind[];
  }[];
}

/** A kind, and what it refers to. */
export interface ConnectedKind {
  readonly link: Link;
  readonly refersTo: NeighbourList;
}

/** Kinds as boxes and what they refer to as lines, laid out. */
export interface KindsPicture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly KindBox[];
  readonly lines: readonly KindLine[];
  /** How many kinds that are connected are not shown. */
  readonly left: number;
}

/** A kind, and where its box is. */
export interface KindBox extends Area {
  readonly name: string;
  readonly apiVersion: string;
  readonly group: string;
  /** Whether it is one that the picture is of. */
  readonly isOwn: boolean;
  readonly to: Target;
}

/** A line through points, which ends at what is referred to. */
export interface KindLine {
  readonly manner: Manner;
  readonly points: readonly Point[];
}

/** A place in a picture, from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A place for a box, by its upper left corner. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** How large groups are. */
export interface SizesPage extends ListHead {
  readonly kind: "sizes";
  /** Undefined where no group has fields. */
  readonly picture: SizesPicture | undefined;
  readonly sizes: readonly GroupSize[];
}

/** A group and version, and how much it has. */
export interface GroupSize {
  readonly link: Link;
  readonly stability: Stability;
  readonly resources: number;
  readonly types: number;
  readonly fields: number;
}

/** Groups and versions as boxes whose areas are how many fields they have. */
export interface SizesPicture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (Area & GroupSize)[];
  /** How many groups and versions are not shown. */
  readonly left: number;
}
