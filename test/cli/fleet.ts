import { join } from "node:path";
import {
  sendFailure,
  sendJson,
  startServer,
  temporaryFolder,
  writeFiles,
} from "../runtime/servers.js";
import { hashOf } from "../unit/source-fixtures.js";

/** Many clusters: one server, with a path for each of them. */
export interface Fleet {
  /** A folder with `kubeconfig`, and a package.json that has what clients need. */
  readonly folder: string;
  readonly kubeconfig: string;
  /** The names of its contexts. */
  readonly contexts: readonly string[];
  /** The documents of each cluster by its context, as text by their keys; a test changes them. */
  readonly documents: ReadonlyMap<string, Map<string, string>>;
  /** The contexts of clusters that are down. */
  readonly down: Set<string>;
  /** What clusters give in place of each document, under its hash, by their contexts. */
  readonly lies: Map<string, string>;
  /** What was asked since the last call: the context, and the path without its hash. */
  asked(): readonly (readonly [context: string, path: string])[];
  stop(): Promise<void>;
}

/**
 * Starts clusters.
 *
 * @param documentsOf gives those of a cluster by its number, as text by their keys
 */
export async function startFleet(
  contexts: readonly string[],
  documentsOf: (number: number) => Readonly<Record<string, string>>,
): Promise<Fleet> {
  const documents = new Map(
    contexts.map((name, number) => [
      name,
      new Map(Object.entries(documentsOf(number))),
    ]),
  );
  const down = new Set<string>();
  const lies = new Map<string, string>();
  const log: (readonly [string, string])[] = [];
  const server = await startServer(({ url }, response) => {
    const [, number = "", path = ""] = /^\/(\d+)\/([^?]*)/.exec(url) ?? [];
    const context = contexts[Number(number)] ?? "";
    const own = documents.get(context);
    log.push([context, path]);
    const text = own?.get(path.replace("openapi/v3/", ""));
    if (own === undefined || down.has(context))
      sendFailure(response, 503, "ServiceUnavailable", "the cluster is down");
    else if (path === "openapi/v3") sendJson(response, indexOf(own, number));
    else if (path === "version") sendJson(response, { gitVersion: "v1.37.2" });
    else if (text !== undefined) response.end(lies.get(context) ?? text);
    else sendFailure(response, 404, "NotFound", "there is no such path");
  });
  const folder = temporaryFolder();
  const dependencies = { undici: "^7", yaml: "^2", "@types/node": "^20" };
  writeFiles(folder, {
    "package.json": JSON.stringify({ dependencies }),
    kubeconfig: JSON.stringify(kubeconfigOf(contexts, server.url)),
  });
  return {
    folder,
    kubeconfig: join(folder, "kubeconfig"),
    contexts,
    documents,
    down,
    lies,
    asked: () => log.splice(0),
    stop: server.stop,
  };
}

function indexOf(
  documents: ReadonlyMap<string, string>,
  number: string,
): object {
  const paths = [...documents].map(([key, text]) => [
    key,
    { serverRelativeURL: `/${number}/openapi/v3/${key}?hash=${hashOf(text)}` },
  ]);
  return { paths: Object.fromEntries(paths) as unknown };
}

function kubeconfigOf(contexts: readonly string[], url: string): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: contexts.map((name, number) => ({
      name,
      cluster: { server: `${url}/${String(number)}` },
    })),
    users: [{ name: "nobody", user: {} }],
    contexts: contexts.map((name) => ({
      name,
      context: { cluster: name, user: "nobody" },
    })),
  };
}
