import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { packageFolder } from "../package-folder.js";
import { captureSource, type Capture } from "./capture.js";
import type { Source } from "./source.js";

/** The Kubernetes minor whose APIs the package carries. */
const builtinVersion = "1.37";

/**
 * The APIs of Kubernetes {@link builtinVersion} with all that is on by default, without descriptions.
 *
 * Made by `kubewright snapshot --without-descriptions`; see `npm run snapshot`.
 */
export function builtinSource(): Source {
  const path = join(
    packageFolder,
    "generator/source/snapshots",
    `kubernetes-${builtinVersion}.json.gz`,
  );
  return captureSource("builtin", "builtin", async () => {
    const bytes = await promisify(gunzip)(await readFile(path));
    return JSON.parse(bytes.toString("utf8")) as Capture;
  });
}
