import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OutputFile } from "../emit/emission.js";
import { packageFolder } from "../package-folder.js";
import { assetsFolder } from "./addresses.js";

/** The style and the scripts of a site, as they stand in `templates/site`. */
export function siteAssets(): readonly OutputFile[] {
  const folder = join(packageFolder, "templates", "site");
  return readdirSync(folder)
    .sort()
    .map((name) => ({
      path: `${assetsFolder}/${name}`,
      text: readFileSync(join(folder, name), "utf8"),
    }));
}
