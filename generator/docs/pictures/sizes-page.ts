import type { GroupVersion } from "../../model/model.js";
import { fixedPages } from "../addresses.js";
import { fieldCount } from "../front-page.js";
import { linkBytes, listParts } from "../list-parts.js";
import type { Reference } from "../reference.js";
import { groupVersionName, stabilityOf } from "../words.js";
import type { GroupSize, SizesPage } from "./pictures-model.js";
import { sizesPicture } from "./sizes-layout.js";

/** The pages of how large groups are: a picture of the largest, and all of them in a table, the largest first. */
export function sizesPages(reference: Reference): readonly SizesPage[] {
  const sizes = reference.model.groupVersions
    .filter(({ resources }) => resources.length > 0)
    .map((groupVersion) => sizeOf(reference, groupVersion))
    .sort(
      (a, b) => b.fields - a.fields || (a.link.text < b.link.text ? -1 : 1),
    );
  return listParts(
    fixedPages.sizes,
    sizes,
    ({ link }) => link.text,
    ({ link }) => 200 + linkBytes(link),
  ).map(({ items, suffix, ...part }, i) => ({
    kind: "sizes",
    title: `Sizes of groups${suffix}`,
    ...part,
    picture: i === 0 ? sizesPicture(sizes) : undefined,
    sizes: items,
  }));
}

function sizeOf(
  { addresses }: Reference,
  groupVersion: GroupVersion,
): GroupSize {
  const { resources, schemas, version } = groupVersion;
  return {
    link: {
      text: groupVersionName(groupVersion),
      to: { page: addresses.groupVersion(groupVersion) },
    },
    stability: stabilityOf(version),
    resources: resources.length,
    types: schemas.length,
    fields: schemas.reduce((sum, { schema }) => sum + fieldCount(schema), 0),
  };
}
