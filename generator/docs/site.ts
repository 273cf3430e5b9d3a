import type { OutputFile } from "../emit/emission.js";
import { toolVersion } from "../package-folder.js";
import { fixedPages } from "./addresses.js";
import { siteAssets } from "./assets.js";
import { titleOf, upgradeLink } from "./front-page.js";
import type { SiteFrame } from "./html/layout.js";
import { htmlPage } from "./html/page.js";
import { packedFile } from "./packed-file.js";
import { pagesOf } from "./pages.js";
import { referenceOf, type Documented, type Reference } from "./reference.js";
import { searchFiles } from "./search-index.js";
import { groupVersionName } from "./words.js";

/** A reference site in memory: nothing is written yet. */
export interface Site {
  /** Sorted by path. */
  readonly files: readonly OutputFile[];
  /** How many of them are pages. */
  readonly pages: number;
}

/**
 * Makes a reference site in HTML.
 *
 * @param beside another site that each page leads to, by the way to it from this one's root
 */
export function makeSite(
  documented: Documented,
  beside?: SiteFrame["beside"],
): Site {
  const reference = referenceOf(documented);
  const frame = {
    ...frameOf(reference),
    ...(beside === undefined ? {} : { beside }),
  };
  const files: OutputFile[] = [...siteAssets(), ...searchFiles(reference)];
  for (const page of pagesOf(reference))
    files.push(packedFile(`${page.address}.html`, htmlPage(page, frame)));
  return {
    pages: files.filter(({ path }) => path.endsWith(".html")).length,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function frameOf(reference: Reference): SiteFrame {
  const { model, server, addresses } = reference;
  const upgrade = upgradeLink(reference);
  return {
    title: titleOf(server),
    toolVersion,
    searchHint: "Search: deploy.spec.strategy",
    contents: { label: "Groups and versions", summary: "All groups" },
    lists: [
      ...(upgrade === undefined ? [] : [upgrade]),
      { text: "Kinds and what they refer to", to: { page: fixedPages.kinds } },
      { text: "Sizes of groups", to: { page: fixedPages.sizes } },
      { text: "Deprecated", to: { page: fixedPages.deprecated } },
      { text: "Alpha and beta", to: { page: fixedPages.stability } },
    ],
    footer: `Made by kubewright ${toolVersion} from what the server publishes.`,
    navigation: model.groupVersions
      .filter(({ resources }) => resources.length > 0)
      .map((groupVersion) => ({
        link: {
          text: groupVersionName(groupVersion),
          to: { page: addresses.groupVersion(groupVersion) },
        },
        resources: groupVersion.resources.map((resource) => ({
          text: resource.kind,
          to: { page: addresses.resource(groupVersion, resource) },
        })),
      })),
  };
}
