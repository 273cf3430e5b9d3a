import { collectionPath } from "./list.js";
import { pathSegment, pathTail } from "./path.js";
import { queryOf } from "./query.js";
import { askProgram } from "./reverse-proxy.js";
import type {
  ActionBehaviour,
  ActionOptions,
  ProxyAnswer,
  ResourceFacts,
  ResourceTarget,
} from "./types.js";

/**
 * Sends a request to a subresource that only its server knows the meaning of, such as `start` of a virtual machine, once: what a
 * second request would do, nobody else knows.
 *
 * @throws {ApiError} where the API server, or the one that it passes the request on to, refuses with a `Status`
 */
export const sendAction: ActionBehaviour = async (
  target: ResourceTarget<ResourceFacts>,
  name: string,
  subresource: string,
  options: ActionOptions,
): Promise<ProxyAnswer> => {
  const methods = target.facts.subresources?.[subresource]?.methods ?? [];
  const first = methods.includes("GET") ? "GET" : methods[0];
  const { method = first ?? "GET", path, query = {}, body, headers } = options;
  const tail = path === undefined ? "" : `/${pathTail("path", path)}`;
  const object = `${collectionPath(target)}/${pathSegment("name", name)}`;
  const request = {
    method,
    path: `${object}/${subresource}${tail}`,
    query: queryOf(query),
    headers,
    body,
    contentType: contentTypeOf(body),
    accept: "*/*",
  };
  return askProgram(target, request, options);
};

function contentTypeOf(body: unknown): string {
  if (typeof body === "string") return "text/plain; charset=utf-8";
  return body instanceof Uint8Array
    ? "application/octet-stream"
    : "application/json";
}
