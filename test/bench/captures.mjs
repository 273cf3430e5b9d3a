import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "./rows.mjs";

/**
 * Unpacks captures into a folder, and writes the documents of each, merged into one, beside it: `v1.37` and `v1.37.json`.
 *
 * @param {string} folder
 * @param {Iterable<string>} names
 * @throws {Error} where the captures are not there
 */
export function unpackCaptures(folder, names) {
  for (const name of names) {
    const archive = join(root, "../shared/specs", `${name}.tar.xz`);
    if (!existsSync(archive)) {
      throw new Error(
        `the capture "${name}" is not there: benchmarks read ../shared/specs/${name}.tar.xz, beside the project's folder`,
      );
    }
    execFileSync("tar", ["-xJf", archive, "-C", folder]);
    const merged = mergeDocuments(join(folder, name));
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(merged));
  }
}

/**
 * Merges the documents of a capture into one, for tools that read one: each path is in one document only, and copies of a
 * schema differ in nothing that types say.
 *
 * @param {string} capture its folder
 */
export function mergeDocuments(capture) {
  const paths = {};
  const schemas = {};
  const securitySchemes = {};
  const files = readdirSync(capture, { recursive: true, encoding: "utf8" });
  for (const file of files.sort()) {
    if (!file.endsWith(".json")) continue;
    const document = JSON.parse(readFileSync(join(capture, file), "utf8"));
    if (document.openapi === undefined) continue;
    Object.assign(paths, document.paths);
    Object.assign(schemas, document.components?.schemas);
    Object.assign(securitySchemes, document.components?.securitySchemes);
  }
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "merged" },
    paths,
    components: { schemas, securitySchemes },
  };
}
