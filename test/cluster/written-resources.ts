import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { GroupVersionFacts } from "../../templates/runtime/types.js";
import type { ResourceFacts } from "../../templates/runtime/types.js";

/** One resource of a client that was written. */
export interface WrittenResource {
  /** The folder of its group and version: `apps/v1`. */
  readonly directory: string;
  /** What the group's client calls it: `deployments`. */
  readonly accessor: string;
  readonly facts: ResourceFacts;
}

/** Every resource of a client that was written, by the constants that its own modules export. */
export async function resourcesOf(
  client: string,
): Promise<readonly WrittenResource[]> {
  const manifest = readFileSync(join(client, "manifest.json"), "utf8");
  const { files } = JSON.parse(manifest) as { files: object };
  const modules = Object.keys(files).filter((file) =>
    file.endsWith("/client.ts"),
  );
  const resources = await Promise.all(
    modules.map(async (file) => {
      const module = (await import(
        /* @vite-ignore */ join(client, file)
      )) as Readonly<Record<string, unknown>>;
      const name = Object.keys(module).find((key) => key.endsWith("Resources"));
      const facts = module[name ?? ""] as GroupVersionFacts;
      return Object.entries(facts).map(([accessor, one]) => ({
        directory: file.slice(0, -"/client.ts".length),
        accessor,
        facts: one,
      }));
    }),
  );
  return resources.flat();
}
