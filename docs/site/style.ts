import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OutputFile } from "../../generator/emit/emission.js";

/** Adds to the style of a reference what only texts need; every other file stays as it is. */
export function guideStyle(asset: OutputFile): OutputFile {
  if (!asset.path.endsWith("/site.css")) return asset;
  const own = readFileSync(join(import.meta.dirname, "guide.css"), "utf8");
  return { ...asset, text: asset.text + own };
}
