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
  // Servers up to 1.37 know server-side apply by this name only. Nearly all JSON is YAML: `jsonAsYaml` writes what is.
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
    body: type === "apply" ? jsonAsYaml(body) : body,
    contentType,
  });
}

/**
 * JSON that a reader of YAML takes for the same. In YAML U+0085, U+2028 and U+2029 end a line, and what ends a line within quotes is
 * folded or refused; other characters of JSON have to be escaped.
 *
 * https://yaml.org/spec/1.1/#id868524
 */
function jsonAsYaml(body: unknown): unknown {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  return JSON.stringify(body).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
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
