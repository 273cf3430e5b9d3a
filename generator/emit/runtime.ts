import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { banner, type Provenance } from "../../templates/banner.js";
import { groupBy } from "../model/names.js";
import { packageFolder } from "../package-folder.js";
import type { OutputFile } from "./emission.js";
import { runtimeFileOf } from "./runtime-files.js";
import { mergeRuntimeModules } from "./runtime-merge.js";
import { readRuntimeModule } from "./runtime-module.js";

/** Writes the runtime: what all clients share stands in each of them, as it stands in `templates/runtime` but in fewer files. */
export function emitRuntime({
  toolVersion,
}: Provenance): readonly OutputFile[] {
  const head = banner({ toolVersion, serverVersion: undefined });
  merged ??= mergedRuntime();
  return merged.map(({ path, text }) => ({ path, text: head + text }));
}

/** The same for each client that a run makes. */
let merged: readonly OutputFile[] | undefined;

function mergedRuntime(): readonly OutputFile[] {
  const folder = join(packageFolder, "templates", "runtime");
  const modules = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) =>
      readRuntimeModule(
        name.slice(0, -".ts".length),
        readFileSync(join(folder, name), "utf8"),
      ),
    );
  return [...groupBy(modules, ({ name }) => runtimeFileOf(name))].map(
    ([file, parts]) => ({
      path: `runtime/${file}.ts`,
      text: mergeRuntimeModules(file, parts),
    }),
  );
}
