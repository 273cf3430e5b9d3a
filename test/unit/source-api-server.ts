import type { ServerResponse } from "node:http";
import { Diagnostics } from "../../generator/diagnostics.js";
import {
  loadDocuments,
  type LoadedDocument,
} from "../../generator/document/load.js";
import { openSource, type SourceOptions } from "../../generator/source/open.js";
import { sendFailure, sendJson, type Answer } from "../runtime/servers.js";
import { documentOf, hashOf } from "./source-fixtures.js";

/** The documents of {@link apiServer}, by their keys. */
export const texts: Readonly<Record<string, string>> = {
  "api/v1": JSON.stringify(documentOf("", "v1", "Pod")),
  "apis/apps/v1": JSON.stringify(documentOf("apps", "v1", "Deployment")),
  version: JSON.stringify({
    openapi: "3.0.0",
    info: { title: "Kubernetes" },
    paths: { "/version/": {} },
  }),
};

/** How a server differs from a plain API server. */
export interface Quirks {
  /** In front of its own paths. */
  readonly prefix?: string;
  /** What the index gives as the URL of a document. */
  readonly indexed?: (url: string, key: string) => string;
  /** Asked first; answers, or gives false. */
  readonly first?: (url: string, response: ServerResponse) => boolean;
}

/** Answers as kube-apiserver 1.37 does: an index without a type of its own, 301 for a stale hash, immutable documents for a right one. */
export function apiServer({
  prefix = "",
  indexed,
  first,
}: Quirks = {}): Answer {
  return ({ url: asked }, response) => {
    if (first?.(asked, response)) return;
    const { pathname, searchParams } = new URL(asked, "http://server.invalid");
    const path = pathname.startsWith(prefix)
      ? pathname.slice(prefix.length)
      : "";
    if (path === "/openapi/v3") {
      const paths = Object.entries(texts).map(([key, text]) => {
        const url = `/openapi/v3/${key}?hash=${hashOf(text)}`;
        return [key, { serverRelativeURL: indexed?.(url, key) ?? url }];
      });
      response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
      response.end(JSON.stringify({ paths: Object.fromEntries(paths) }));
      return;
    }
    if (path === "/version") {
      sendJson(response, { gitVersion: "v1.37.2" });
      return;
    }
    const text = texts[path.replace("/openapi/v3/", "")];
    if (text === undefined) {
      sendFailure(response, 404, "NotFound", "the server has no such thing");
      return;
    }
    const hash = searchParams.get("hash");
    if (hash !== null && hash !== hashOf(text)) {
      const location = `${prefix}${path}?hash=${hashOf(text)}`;
      response.writeHead(301, { location });
      response.end();
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(text);
  };
}

/** Reads all documents of a server. */
export async function load(
  url: string,
  options: SourceOptions = {},
  diagnostics = new Diagnostics(),
): Promise<readonly LoadedDocument[]> {
  const source = await openSource([url], options, diagnostics);
  try {
    return await loadDocuments(source, {}, diagnostics);
  } finally {
    await source.close();
  }
}

/** The keys of documents. */
export const keys = (loaded: readonly LoadedDocument[]): readonly string[] =>
  loaded.map(({ key }) => key);
/** The keys of all of {@link texts}. */
export const everything: readonly string[] = [
  "api/v1",
  "apis/apps/v1",
  "version",
];
