import { join } from "node:path";
import type { ImportExtension } from "../form/import-extensions.js";

/** What a folder's tsconfig.json, with what it extends, asks imports to end in; undefined where `.js` is right, or it cannot be read. */
export async function importExtensionOf(
  folder: string,
): Promise<ImportExtension | undefined> {
  const { default: ts } = await import("typescript");
  const path = join(folder, "tsconfig.json");
  const { config } = ts.readConfigFile(path, ts.sys.readFile) as {
    readonly config?: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(
    config ?? {},
    // Its options alone: the files of a project are many.
    { ...ts.sys, readDirectory: () => [] },
    folder,
  );
  if (
    options.allowImportingTsExtensions === true ||
    options.rewriteRelativeImportExtensions === true
  )
    return "ts";
  const isBundled =
    options.moduleResolution === ts.ModuleResolutionKind.Bundler ||
    (options.moduleResolution === undefined &&
      options.module === ts.ModuleKind.Preserve);
  return isBundled ? "none" : undefined;
}
