import { withType } from "./list.js";
import { queryOf, writeQuery } from "./query.js";
import { send } from "./request.js";
import type {
  ApplyOptions,
  GetOptions,
  KubernetesObject,
  PatchOptions,
  PatchType,
  SubresourceFacts,
  Transport,
  WriteOptions,
} from "./types.js";

/** What the requests that a resource and a subresource have in common go to. */
export interface ObjectTarget {
  readonly transport: Transport;
  readonly path: string;
  readonly facts: Pick<SubresourceFacts, "group" | "version" | "kind">;
}

/** The media types of the four kinds of patches. */
const patchContentTypes: { readonly [type in PatchType]: string } = {
  // JSON is YAML, and servers up to 1.37 know server-side apply by this name only.
  apply: "application/apply-patch+yaml",
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
};

/** `GET` of an object. */
export function getObject(
  { transport, path }: ObjectTarget,
  options: GetOptions = {},
): Promise<KubernetesObject> {
  const query = queryOf({
    resourceVersion: options.resourceVersion || undefined,
  });
  return send(transport, { ...options, method: "GET", path, query });
}

/** `POST` or `PUT` of an object, with its `apiVersion` and `kind`. */
export function writeObject(
  method: "POST" | "PUT",
  { transport, path, facts }: ObjectTarget,
  body: KubernetesObject,
  options: WriteOptions = {},
): Promise<KubernetesObject> {
  return send(transport, {
    ...options,
    method,
    path,
    query: writeQuery(options),
    body: withType(body, facts),
  });
}

/** `PATCH` of an object; by JSON merge patch, unless the options say another type. */
export function patchObject(
  { transport, path }: ObjectTarget,
  body: unknown,
  options: PatchOptions & { type?: PatchType | undefined } = {},
): Promise<KubernetesObject> {
  const { type = "merge" } = options;
  const contentType = patchContentTypes[type];
  if (contentType === undefined)
    throw new TypeError(
      `"type" must be one of ${Object.keys(patchContentTypes).join(", ")}: ${JSON.stringify(type)}`,
    );
  return send(transport, {
    ...options,
    method: "PATCH",
    path,
    query: writeQuery(options),
    body,
    contentType,
  });
}

/** `PATCH` of an object by server-side apply. */
export function applyObject(
  target: ObjectTarget,
  name: string,
  body: KubernetesObject,
  options: ApplyOptions,
): Promise<KubernetesObject> {
  if (!options?.fieldManager)
    throw new TypeError('an apply must name its "fieldManager"');
  return patchObject(target, withType(withName(body, name), target.facts), {
    ...options,
    type: "apply",
  });
}

/** The body with the name that the request is for, where it has none; never the caller's object changed. */
export function withName(
  body: KubernetesObject,
  name: string,
): KubernetesObject {
  return body.metadata?.name
    ? body
    : { ...body, metadata: { ...body.metadata, name } };
}

/** The name that a body is stored under. @throws {TypeError} where it has none */
export function nameOf(body: KubernetesObject, verb: string): string {
  const name = body.metadata?.name;
  if (!name)
    throw new TypeError(
      `the body of ${verb} has no metadata.name, which says which object is meant`,
    );
  return name;
}
