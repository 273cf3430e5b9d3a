import { setCollection } from "./collection.js";
import type {
  attachToContainer,
  execInContainer,
} from "./container-streams.js";
import type { readLogs } from "./logs.js";
import { apiVersionOf, pathSegment } from "./path.js";
import type { forwardPorts } from "./port-forward.js";
import type {
  apply,
  create,
  deleteCollection,
  deleteObject,
  get,
  list,
  listAll,
  patch,
  update,
} from "./resource-verbs.js";
import type { askThroughProxy } from "./reverse-proxy.js";
import type { ResourceIdentity, ResourceTarget, Transport } from "./types.js";
import type { watchResource } from "./watch.js";

export { attachToContainer as attach } from "./container-streams.js";
export { execInContainer as exec } from "./container-streams.js";
export { readLogs as logs } from "./logs.js";
export { forwardPorts as portForward } from "./port-forward.js";
export {
  apply,
  create,
  deleteCollection,
  deleteObject,
  get,
  list,
  listAll,
  patch,
  update,
} from "./resource-verbs.js";
export { askThroughProxy as proxy } from "./reverse-proxy.js";
export { watchResource as watch } from "./watch.js";

/** The function that is behind each method of a resource. */
export interface VerbFunctions {
  readonly get: typeof get;
  readonly list: typeof list;
  readonly listAll: typeof listAll;
  readonly watch: typeof watchResource;
  readonly create: typeof create;
  readonly update: typeof update;
  readonly patch: typeof patch;
  readonly apply: typeof apply;
  readonly delete: typeof deleteObject;
  readonly deleteCollection: typeof deleteCollection;
  readonly logs: typeof readLogs;
  readonly proxy: typeof askThroughProxy;
  readonly exec: typeof execInContainer;
  readonly attach: typeof attachToContainer;
  readonly portForward: typeof forwardPorts;
}

/** A resource that is cluster-scoped, and the interface that the client of its group has for it. */
export interface ClusterResource<Interface> extends ResourceIdentity {
  readonly namespaced: false;
  /** For the compiler alone: there is no such property. */
  readonly interface?: Interface;
}

/** A resource that is namespaced, and the interfaces that the client of its group has for one namespace and for all of them. */
export interface NamespacedResource<
  Interface,
  Everywhere = object,
> extends ResourceIdentity {
  readonly namespaced: true;
  /** For the compiler alone: there is no such property. */
  readonly interface?: Interface;
  /** For the compiler alone: there is no such property. */
  readonly everywhere?: Everywhere;
}

/** How a namespaced resource is reached: as in the client of its group, with the methods that were asked for. */
export interface InNamespaces<Interface, Everywhere, Name> {
  /** @throws {TypeError} where the namespace is empty, or cannot be one */
  (namespace: string): Pick<Interface, Name & keyof Interface>;
  /** Those of all namespaces. */
  (): Pick<Everywhere, Name & keyof Everywhere>;
}

/**
 * A resource with these of its methods and no others, for programs whose size matters: what is not named here no bundler takes.
 * Its methods are those of the client of its group, by the same names: `resourceWith(transport, pods, { get, listAll })`.
 */
export function resourceWith<
  Interface,
  Everywhere,
  Name extends keyof VerbFunctions & keyof Interface,
>(
  transport: Transport,
  resource: NamespacedResource<Interface, Everywhere>,
  verbs: Pick<VerbFunctions, Name>,
): InNamespaces<Interface, Everywhere, Name>;
export function resourceWith<
  Interface,
  Name extends keyof VerbFunctions & keyof Interface,
>(
  transport: Transport,
  resource: ClusterResource<Interface>,
  verbs: Pick<VerbFunctions, Name>,
): Pick<Interface, Name>;
export function resourceWith(
  transport: Transport,
  facts: ResourceIdentity,
  verbs: Partial<VerbFunctions>,
): unknown {
  const apiVersion = apiVersionOf(facts);
  const handleOf = (namespace?: string): object => {
    if (namespace !== undefined) pathSegment("namespace", namespace);
    const target = { transport, facts, namespace };
    const handle = Object.fromEntries(
      Object.entries(verbs as { [name: string]: Behaviour }).map(
        ([name, verb]) => [name, verb.bind(undefined, target)],
      ),
    );
    setCollection(handle, { ...target, ...facts, apiVersion });
    return handle;
  };
  return facts.namespaced ? handleOf : handleOf();
}

type Behaviour = (target: ResourceTarget, ...given: never[]) => unknown;
