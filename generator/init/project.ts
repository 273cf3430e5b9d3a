import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isRecord, type JsonRecord } from "../json.js";
import { importExtensionOf } from "./tsconfig.js";
import type { ImportExtension } from "../form/import-extensions.js";

/** What a folder shows of the project that a first configuration is for. */
export interface Project {
  readonly folder: string;
  /** Undefined where there is none that can be read. */
  readonly packageJson: PackageJson | undefined;
  readonly hasTypeScript: boolean;
  /** How its TypeScript files import each other, where its tsconfig.json asks for another way than `.js`. */
  readonly importExtension: ImportExtension | undefined;
  /** Where a client would be in nobody's way. */
  readonly out: string;
  /** A folder that has CustomResourceDefinitions by the custom of those who write them. */
  readonly crds: string | undefined;
}

/** A package.json, with its text. */
export interface PackageJson {
  readonly text: string;
  readonly value: JsonRecord;
}

/** Looks at a folder. */
export async function readProject(folder: string): Promise<Project> {
  const packageJson = readPackageJson(folder);
  const hasConfig = existsSync(join(folder, "tsconfig.json"));
  return {
    folder,
    packageJson,
    // Of a folder without a package nothing is known.
    hasTypeScript:
      packageJson === undefined ||
      hasConfig ||
      dependsOn(packageJson.value, "typescript"),
    importExtension: hasConfig ? await importExtensionOf(folder) : undefined,
    out: freeFolder(folder),
    crds: ["config/crd/bases", "config/crd", "crds"].find((name) =>
      isFolder(join(folder, name)),
    ),
  };
}

/** Whether a package depends on another one. */
export function dependsOn(packageJson: JsonRecord, name: string): boolean {
  return [
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
  ].some((field) => {
    const dependencies = packageJson[field];
    return isRecord(dependencies) && Object.hasOwn(dependencies, name);
  });
}

function readPackageJson(folder: string): PackageJson | undefined {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? { text, value } : undefined;
  } catch {
    return undefined;
  }
}

/** A folder that is called `k8s` often holds manifests: a client goes there where one is, or nothing. */
function freeFolder(folder: string): string {
  const parent = isFolder(join(folder, "src")) ? "src/" : "";
  const names = [`${parent}k8s`, `${parent}k8s-client`, `${parent}kubewright`];
  const written = ["k8s", ...names].find((name) =>
    existsSync(join(folder, name, "manifest.json")),
  );
  return (
    written ??
    names.find((name) => !existsSync(join(folder, name))) ??
    `${parent}k8s`
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
