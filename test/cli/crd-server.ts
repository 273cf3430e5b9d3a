import { join } from "node:path";
import { Diagnostics } from "../../generator/diagnostics.js";
import { openSource } from "../../generator/source/open.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { changingServer, type ChangingServer } from "./changing-server.js";

/** A definition of a custom resource, as far as these tests change it. */
export interface Definition {
  readonly group: string;
  readonly versions?: readonly string[];
  readonly kind: string;
  readonly scope?: "Cluster" | "Namespaced";
  readonly subresources?: object;
  /** Of its spec. */
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

/** The documents that a server publishes for definitions, by their keys. */
async function publish(
  definitions: readonly Definition[],
): Promise<ReadonlyMap<string, string>> {
  const folder = temporaryFolder();
  const files = definitions.map((one, at) => [
    `${String(at)}.json`,
    JSON.stringify(definitionOf(one)),
  ]);
  writeFiles(folder, Object.fromEntries(files) as Record<string, string>);
  const paths = files.map(([file = ""]) => join(folder, file));
  const source = await openSource(paths, {}, new Diagnostics());
  const documents = new Map<string, string>();
  for (const { key, read } of await source.list()) {
    const content = await read();
    if (content.kind === "text") documents.set(key, content.text);
  }
  return documents;
}

/** Starts a server with definitions, and no other documents but one of no group. */
export async function crdServer(
  definitions: readonly Definition[],
): Promise<ChangingServer> {
  const server = await changingServer();
  await republish(server, definitions);
  return server;
}

/** Has a server publish these definitions, and no others. */
export async function republish(
  { documents }: ChangingServer,
  definitions: readonly Definition[],
): Promise<void> {
  for (const key of documents.keys())
    if (key !== "version") documents.delete(key);
  for (const [key, text] of await publish(definitions))
    documents.set(key, text);
}

function definitionOf({
  group,
  versions = ["v1"],
  kind,
  scope = "Namespaced",
  subresources = { status: {} },
  properties = { size: { type: "integer" } },
  required = [],
}: Definition): object {
  const singular = kind.toLowerCase();
  const spec = { type: "object", properties, required };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      scope,
      names: { kind, plural: `${singular}s`, singular },
      versions: versions.map((name, at) => ({
        name,
        served: true,
        storage: at === 0,
        subresources,
        schema: {
          openAPIV3Schema: {
            type: "object",
            description: `A ${kind}.`,
            properties: { spec, status: { type: "object" } },
          },
        },
      })),
    },
  };
}
