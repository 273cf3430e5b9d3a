import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import type { GroupSize, SizesPicture } from "./pictures-model.js";

/** How many groups the picture has: the boxes of smaller ones would be too small to see. */
const mostGroups = 60;
const width = 1000;
const height = 560;

/**
 * Lays out groups and versions as boxes whose areas are how many fields they have, the largest in the upper left corner.
 *
 * @param sizes the largest first
 * @returns undefined where none has fields
 */
export function sizesPicture(
  sizes: readonly GroupSize[],
): SizesPicture | undefined {
  const shown = sizes.filter(({ fields }) => fields > 0).slice(0, mostGroups);
  if (shown.length === 0) return undefined;
  const root = hierarchy<Node>({
    children: shown.map((size) => ({ size })),
  }).sum(({ size }) => size?.fields ?? 0);
  const placed = treemap<Node>()
    .tile(treemapSquarify.ratio(1.4))
    .size([width, height])
    .paddingInner(3)
    .round(true)(root);
  return {
    width,
    height,
    boxes: placed
      .leaves()
      .flatMap(({ data, x0, y0, x1, y1 }) =>
        data.size === undefined
          ? []
          : [{ ...data.size, x: x0, y: y0, width: x1 - x0, height: y1 - y0 }],
      ),
    left: sizes.length - shown.length,
  };
}

/** The root has children, each of them a size. */
interface Node {
  readonly size?: GroupSize;
  readonly children?: readonly Node[];
}
