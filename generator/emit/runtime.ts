import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { banner, type Provenance } from "../../templates/banner.js";
import { packageFolder } from "../package-folder.js";
import type { OutputFile } from "./emission.js";

/** Copies the runtime: what all clients share stands in each of them, as it stands in `templates/runtime`. */
export function emitRuntime({
  toolVersion,
}: Provenance): readonly OutputFile[] {
  const folder = join(packageFolder, "templates", "runtime");
  const head = banner({ toolVersion, serverVersion: undefined });
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => ({
      path: `runtime/${name}`,
      text: `${head}${readFileSync(join(folder, name), "utf8")}`,
    }));
}
