import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of kubewright's own package.json: the same from the sources and from `dist`. */
export const packageFolder: string = findPackageFolder();

/** What kubewright's own package.json says, as far as it is of use. */
export interface OwnPackage {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** kubewright's own package.json. */
export const ownPackage: OwnPackage = readPackage();

/** kubewright's own version. */
export const toolVersion: string = ownPackage.version;

function findPackageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

function readPackage(): OwnPackage {
  const text = readFileSync(join(packageFolder, "package.json"), "utf8");
  return JSON.parse(text) as OwnPackage;
}
