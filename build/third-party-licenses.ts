import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "rolldown";

/**
 * Writes `THIRD-PARTY-LICENSES.txt` above the bundle: the name, the version and the licence of each package that is in it, as their
 * licences ask for; of what such a package has within its own file, that package's licence.
 *
 * @throws {Error} at the end of a build, where a package has no licence in a file
 */
export function thirdPartyLicenses(): Plugin {
  return {
    name: "third-party-licenses",
    generateBundle(_, bundle) {
      const folders = new Set<string>();
      for (const file of Object.values(bundle))
        if (file.type === "chunk")
          for (const id of file.moduleIds) {
            const folder = packageOf(id);
            if (folder !== undefined) folders.add(folder);
          }
      const source = [...folders].sort().map(noticeOf).join(`\n${rule}\n`);
      this.emitFile({
        type: "asset",
        fileName: "THIRD-PARTY-LICENSES.txt",
        source,
      });
    },
  };
}

const rule = "-".repeat(72);

/** The folder of the package that a module is of; undefined for the project's own. */
function packageOf(id: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(
    id.replaceAll("\\", "/"),
  )?.[0];
}

function noticeOf(folder: string): string {
  const { name, version } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as { readonly name: string; readonly version: string };
  const file = readdirSync(folder).find((one) => /^licen[cs]e\b/i.test(one));
  if (file === undefined)
    throw new Error(`${name} has no file with its licence`);
  const text = readFileSync(join(folder, file), "utf8");
  return `${name} ${version}\n\n${text.trim()}\n`;
}
