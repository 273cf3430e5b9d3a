import { isGone } from "./errors.js";
import { apiVersionOf, groupVersionPath, pathSegment } from "./path.js";
import { listQuery } from "./query.js";
import { send, type SilenceLimits } from "./request.js";
import type {
  KubernetesList,
  KubernetesObject,
  ListOptions,
  ResourceFacts,
  ResourceTarget,
} from "./types.js";

/** How many objects `listAll` and `watch` ask for at a time. */
export const pageSize = 500;

/** The path of a collection: of one namespace, of all of them, or of the cluster. */
export function collectionPath({ facts, namespace }: ResourceTarget): string {
  const root = groupVersionPath(facts.group, facts.version);
  const scope =
    namespace === undefined
      ? ""
      : `/namespaces/${pathSegment("namespace", namespace)}`;
  return `${root}${scope}/${facts.plural}`;
}

/** One request for one list; its items carry `apiVersion` and `kind`, which the server leaves out for its own kinds. */
export async function listOnce<T extends KubernetesObject>(
  target: ResourceTarget,
  options: ListOptions,
): Promise<KubernetesList<T>> {
  const list = await send<KubernetesList<T>>(target.transport, {
    ...options,
    method: "GET",
    path: collectionPath(target),
    query: listQuery(options),
  });
  return withItemTypes(list, target.facts);
}

/** The list, whose items now carry `apiVersion` and `kind`. */
export function withItemTypes<T extends KubernetesObject>(
  list: KubernetesList<T>,
  facts: Pick<ResourceFacts, "group" | "version" | "kind">,
): KubernetesList<T> {
  list.items = (list.items ?? []).map((item) => withType(item, facts));
  return list;
}

/** What every answer that is one of several pages has, whatever is in it. */
export interface PageMetadata {
  metadata?: { continue?: string; resourceVersion?: string };
}

/** One step of reading a whole collection. */
export interface Page<List extends PageMetadata> {
  readonly list: List;
  /** True where the server no longer had the version of the pages before: this page is the whole collection, as it is now. */
  readonly restarted: boolean;
}

/** Reads a collection page by page, as {@link pagesOf} does. */
export function listPages<T extends KubernetesObject>(
  target: ResourceTarget,
  options: ListOptions & SilenceLimits,
  whenExpired: "go-on" | "restart",
): AsyncGenerator<Page<KubernetesList<T>>, void, undefined> {
  const read = (page: ListOptions) => listOnce<T>(target, page);
  return pagesOf(read, options, whenExpired);
}

/**
 * Reads page by page, whatever the form of the pages.
 *
 * Where the server no longer keeps the version of the pages before, the 410 that it answers holds a token for going on from
 * the next key, in the collection as it is now. `"go-on"` takes it: nothing comes twice and nothing has to be remembered, but
 * the pages are no longer of one version. `"restart"` asks for the whole collection at once, without a limit, as client-go's
 * pager does, so that the result is of one version and a slow reader comes to an end. (client-go's own iteration,
 * `EachListItem`, throws there.)
 *
 * @see https://github.com/kubernetes/client-go/blob/master/tools/pager/pager.go
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
export async function* pagesOf<List extends PageMetadata>(
  read: (options: ListOptions) => Promise<List>,
  options: ListOptions,
  whenExpired: "go-on" | "restart",
): AsyncGenerator<Page<List>, void, undefined> {
  const { resourceVersion, resourceVersionMatch, ...rest } = options;
  const first = { ...rest, limit: rest.limit ?? pageSize };
  let next: ListOptions =
    options.continue === undefined
      ? { ...first, resourceVersion, resourceVersionMatch }
      : first;
  for (let expired = false; ;) {
    let list: List;
    let restarted = false;
    try {
      list = await read(next);
      expired = false;
    } catch (error) {
      if (!isGone(error) || next.continue === undefined || expired) throw error;
      if (whenExpired === "go-on") {
        const token = error.body?.metadata?.continue;
        if (!token) throw error;
        // Once only: a server that calls its newest token expired would be asked for ever.
        expired = true;
        next = { ...first, continue: token };
        continue;
      }
      list = await read({ ...options, limit: undefined, continue: undefined });
      restarted = true;
    }
    yield { list, restarted };
    const token = list.metadata?.continue;
    if (!token) return;
    // The version is in the token; the server refuses to be told both.
    next = { ...first, continue: token };
  }
}

/** The object with its resource's `apiVersion` and `kind`, where it lacks them; never the caller's object changed. */
export function withType<T extends KubernetesObject>(
  object: T,
  facts: Pick<ResourceFacts, "group" | "version" | "kind">,
): T {
  // Aggregated servers may publish a subresource without its kind: then there is nothing to say.
  if ((object.apiVersion && object.kind) || facts.kind === "") return object;
  const typed = { apiVersion: "", kind: "", ...object };
  typed.apiVersion ||= apiVersionOf(facts);
  typed.kind ||= facts.kind;
  return typed;
}
