import { sendFailure, sendJson, startServer } from "../runtime/servers.js";
import { documentOf, hashOf } from "../unit/source-fixtures.js";

/** A server whose documents come and go. */
export interface ChangingServer {
  readonly url: string;
  /** By their keys, as text; a test changes them. */
  readonly documents: Map<string, string>;
  /** What the index says in place of a document's hash, by key. */
  readonly hashes: Map<string, string>;
  /** Group/versions whose own server is down. */
  readonly down: Set<string>;
  /** What it says of its version. */
  version: string;
  /** The paths that were asked for since the last call, without their hashes. */
  asked(): readonly string[];
  stop(): Promise<void>;
}

/** The document of a kind in a group, as text. */
export const textOf = (group: string, version: string, kind: string): string =>
  JSON.stringify(documentOf(group, version, kind));

/** Starts a server that has pods, deployments, and a document of no group. */
export async function changingServer(): Promise<ChangingServer> {
  const documents = new Map([
    ["api/v1", textOf("", "v1", "Pod")],
    ["apis/apps/v1", textOf("apps", "v1", "Deployment")],
    [
      "version",
      '{"openapi":"3.0.0","info":{"title":"Kubernetes"},"paths":{"/version/":{}}}',
    ],
  ]);
  const hashes = new Map<string, string>();
  const down = new Set<string>();
  const server = await startServer(({ url }, response) => {
    const path = url.replace(/\?.*/, "").slice(1);
    const key = path.replace("openapi/v3/", "");
    const text = documents.get(key);
    if (path === "openapi/v3") {
      const paths = [...documents].map(([each, document]) => {
        const hash = hashes.get(each) ?? hashOf(document);
        const serverRelativeURL = `/openapi/v3/${each}?hash=${hash}`;
        return [each, { serverRelativeURL }];
      });
      sendJson(response, { paths: Object.fromEntries(paths) as unknown });
    } else if (down.has(key)) {
      response.writeHead(503).end("service unavailable\n");
    } else if (path === "version") {
      sendJson(response, { gitVersion: changing.version });
    } else if (text !== undefined) {
      response.end(text);
    } else {
      sendFailure(response, 404, "NotFound", "there is no such path");
    }
  });
  const changing: ChangingServer = {
    url: server.url,
    version: "v1.37.2",
    documents,
    hashes,
    down,
    asked: () =>
      server.asked.splice(0).map(({ url }) => url.replace(/\?.*/, "")),
    stop: server.stop,
  };
  return changing;
}
