import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of kubewright's own package.json: the same from the sources and from `dist`. */
export const packageFolder: string = findPackageFolder();

/** kubewright's own version. */
export const toolVersion: string = readVersion();

function findPackageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

function readVersion(): string {
  const text = readFileSync(join(packageFolder, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
