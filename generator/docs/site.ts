import type { OutputFile } from "../emit/emission.js";
import { toolVersion } from "../package-folder.js";
import { siteAssets } from "./assets.js";
import { titleOf } from "./front-page.js";
import type { SiteFrame } from "./html/layout.js";
import { htmlPage } from "./html/page.js";
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

/** Makes a reference site in HTML. */
export function makeSite(documented: Documented): Site {
  const reference = referenceOf(documented);
  const frame = frameOf(reference);
  const files: OutputFile[] = [...siteAssets(), ...searchFiles(reference)];
  for (const page of pagesOf(reference))
    files.push({
      path: `${page.address}.html`,
      text: htmlPage(page, frame),
    });
  return {
    pages: files.filter(({ path }) => path.endsWith(".html")).length,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function frameOf(reference: Reference): SiteFrame {
  const { model, server, addresses } = reference;
  return {
    title: titleOf(server),
    toolVersion,
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
