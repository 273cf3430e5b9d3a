import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { captures, root } from "./places.mjs";

/**
 * Unpacks the capture of a real server.
 *
 * @param {string} name
 * @param {string} folder gets a folder of that name
 * @throws {Error} where the capture is not there
 */
export function unpackCapture(name, folder) {
  const archive = join(captures, `${name}.tar.xz`);
  if (!existsSync(archive))
    throw new Error(
      `the capture "${name}" is not there: benchmarks read ../shared/specs/${name}.tar.xz, beside the project's folder`,
    );
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xJf", archive, "-C", folder]);
}

/**
 * The documents of Kubernetes 1.37 that come with the package, without descriptions, by their files' names.
 *
 * @returns {Record<string, unknown>}
 */
export function builtinDocuments() {
  const snapshot = "generator/source/snapshots/kubernetes-1.37.json.gz";
  const text = gunzipSync(readFileSync(join(root, snapshot))).toString();
  return JSON.parse(text);
}

/**
 * Merges documents into one, for tools that read one: each path is in one document only, and copies of a schema differ in nothing
 * that types say.
 *
 * @param {string} folder of the documents, and of folders with more
 * @param {string} merged the file to write
 */
export function mergeFiles(folder, merged) {
  const paths = {};
  const schemas = {};
  const securitySchemes = {};
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const file of files.sort()) {
    if (!file.endsWith(".json")) continue;
    const document = JSON.parse(readFileSync(join(folder, file), "utf8"));
    if (document.openapi === undefined) continue;
    Object.assign(paths, document.paths);
    Object.assign(schemas, document.components?.schemas);
    Object.assign(securitySchemes, document.components?.securitySchemes);
  }
  const document = {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "merged" },
    paths,
    components: { schemas, securitySchemes },
  };
  writeFileSync(merged, JSON.stringify(document));
}
