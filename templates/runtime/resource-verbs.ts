import { Deadline } from "./deadline.js";
import { collectionPath, listOnce, listPages, withItemTypes } from "./list.js";
import {
  applyObject,
  getObject,
  nameOf,
  patchObject,
  writeObject,
  type ObjectTarget,
} from "./object-requests.js";
import { pathSegment } from "./path.js";
import { checkSelection, listQuery, queryOf, type Query } from "./query.js";
import { send } from "./request.js";
import type {
  ApplyOptions,
  DeleteCollectionOptions,
  DeleteOptions,
  GetOptions,
  KubernetesList,
  KubernetesObject,
  ListOptions,
  PatchOptions,
  PatchType,
  ResourceTarget,
  WriteOptions,
} from "./types.js";

/** What `get` of a resource does. */
export async function get(
  target: ResourceTarget,
  name: string,
  options?: GetOptions,
): Promise<KubernetesObject> {
  return getObject(objectOf(target, name), options);
}

/** What `list` of a resource does: one request, and the list as the server sent it. */
export async function list(
  target: ResourceTarget,
  options: ListOptions = {},
): Promise<KubernetesList<KubernetesObject>> {
  return listOnce(target, options);
}

/**
 * What `listAll` of a resource does: all objects, page by page, one page in memory. Where the pages' version is no longer kept
 * before the last of them is read, it goes on from the next key, in the collection as it is then.
 */
export async function* listAll(
  target: ResourceTarget,
  options: ListOptions = {},
): AsyncGenerator<KubernetesObject, void, undefined> {
  const deadline = new Deadline(
    options,
    `LIST ${collectionPath(target)}: not done after`,
  );
  try {
    const bounded = {
      ...options,
      signal: deadline.signal,
      timeoutMs: undefined,
    };
    for await (const { list: page } of listPages(target, bounded, "go-on"))
      yield* page.items;
  } finally {
    deadline.close();
  }
}

/** What `create` of a resource does. */
export async function create(
  target: ResourceTarget,
  body: KubernetesObject,
  options?: WriteOptions,
): Promise<KubernetesObject> {
  return writeObject("POST", collectionTarget(target, "create"), body, options);
}

/** What `update` of a resource does: replaces; the name is the body's. */
export async function update(
  target: ResourceTarget,
  body: KubernetesObject,
  options?: WriteOptions,
): Promise<KubernetesObject> {
  const name = nameOf(body, "update");
  return writeObject("PUT", objectOf(target, name), body, options);
}

/** What `patch` of a resource does. */
export async function patch(
  target: ResourceTarget,
  name: string,
  body: unknown,
  options?: PatchOptions & { type?: PatchType },
): Promise<KubernetesObject> {
  return patchObject(objectOf(target, name), body, options);
}

/** What `apply` of a resource does. */
export async function apply(
  target: ResourceTarget,
  name: string,
  body: KubernetesObject,
  options: ApplyOptions,
): Promise<KubernetesObject> {
  return applyObject(objectOf(target, name), name, body, options);
}

/** What `delete` of a resource does: gives the object, or a Status, as the server answers. */
export async function deleteObject(
  target: ResourceTarget,
  name: string,
  options: DeleteOptions = {},
): Promise<KubernetesObject> {
  return sendDelete(objectOf(target, name), options, []);
}

/**
 * What `deleteCollection` of a resource does: gives the list of what is deleted, or a Status, as the server answers. Without the
 * key of a selector it deletes all.
 *
 * @throws {TypeError} where a selector is given and selects everything
 */
export async function deleteCollection(
  target: ResourceTarget,
  options: DeleteCollectionOptions = {},
): Promise<KubernetesObject> {
  const collection = collectionTarget(target, "deleteCollection");
  checkSelection(options);
  const answer = await sendDelete(collection, options, listQuery(options));
  return "items" in answer
    ? withItemTypes(answer as KubernetesList<KubernetesObject>, target.facts)
    : answer;
}

function sendDelete(
  { transport, path }: ObjectTarget,
  options: DeleteOptions,
  selection: Query,
): Promise<KubernetesObject> {
  const { dryRun, gracePeriodSeconds, propagationPolicy, preconditions } =
    options;
  // A server that reads a body does not read these from the query.
  const body = {
    gracePeriodSeconds,
    propagationPolicy,
    preconditions,
    dryRun: dryRun === true ? ["All"] : undefined,
  };
  const isEmpty = Object.values(body).every((value) => value === undefined);
  return send(transport, {
    ...options,
    method: "DELETE",
    path,
    query: [...selection, ...queryOf({ dryRun: body.dryRun })],
    body: isEmpty ? undefined : body,
  });
}

/** One object of a collection. @throws {TypeError} where the name, or the lack of a namespace, cannot be of one */
export function objectOf(target: ResourceTarget, name: string): ObjectTarget {
  const { path, ...rest } = collectionTarget(target, name);
  return { ...rest, path: `${path}/${pathSegment("name", name)}` };
}

/** @throws {TypeError} where the resource is namespaced and no namespace is given: such requests go to one */
function collectionTarget(
  target: ResourceTarget,
  wanted: string,
): ObjectTarget {
  const { transport, facts, namespace } = target;
  if (facts.namespaced && namespace === undefined)
    throw new TypeError(
      `"${facts.plural}" are namespaced: "${wanted}" needs to know of which namespace`,
    );
  return { transport, facts, path: collectionPath(target) };
}
