import { isNotFound, KindNotServedError } from "./errors.js";
import { readLogs } from "./logs.js";
import { apiVersionOf, groupVersionPath } from "./path.js";
import { send } from "./request.js";
import { watchResource } from "./watch.js";
import type {
  ResourceFacts,
  SubresourceFacts,
  Transport,
  Verb,
} from "./types.js";

/** Finds resources by asking the server, once for each group-version. */
export class Discovery {
  readonly #transport: Transport;
  readonly #known: Map<string, Promise<readonly ResourceFacts[]>> = new Map();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** @throws {KindNotServedError} where the server does not have it */
  async find(apiVersion: string, kind: string): Promise<ResourceFacts> {
    const known = this.#known.get(apiVersion);
    if (known !== undefined) {
      const cached = (await known).find((facts) => facts.kind === kind);
      if (cached !== undefined) return cached;
    }
    const list = await this.#remember(apiVersion);
    const found = list.find((facts) => facts.kind === kind);
    if (found !== undefined) return found;
    const served = new Set(list.map((facts) => facts.kind));
    throw new KindNotServedError(apiVersion, kind, [...served].sort());
  }

  /** Asks, again where that was done before: a kind that was not there may have been defined since. */
  #remember(apiVersion: string): Promise<readonly ResourceFacts[]> {
    const asked = this.#ask(apiVersion);
    this.#known.set(apiVersion, asked);
    // A failure is told to whoever waits for it, and not kept.
    asked.catch(() => this.#known.delete(apiVersion));
    return asked;
  }

  async #ask(apiVersion: string): Promise<readonly ResourceFacts[]> {
    const groupVersion = parseApiVersion(apiVersion);
    const { group, version } = groupVersion;
    try {
      const { resources } = await send<ResourceList>(this.#transport, {
        method: "GET",
        path: groupVersionPath(group, version),
      });
      return (resources ?? [])
        .filter(({ name }) => !name.includes("/"))
        .map((resource) => factsOf(groupVersion, resource, resources ?? []));
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  }
}

interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** What `GET /apis/{group}/{version}` answers: `APIResourceList`. */
interface ResourceList {
  readonly resources?: readonly ServedResource[] | null;
}

interface ServedResource {
  /** `deployments`, `deployments/scale`. */
  readonly name: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

/** Takes `apps/v1` apart. @throws {TypeError} where it is not an `apiVersion` */
export function parseApiVersion(apiVersion: string): GroupVersion {
  const parts = typeof apiVersion === "string" ? apiVersion.split("/") : [];
  const [version, group = "", ...more] = parts.reverse();
  if (!version || more.length > 0 || (parts.length === 2 && group === ""))
    throw new TypeError(
      `${JSON.stringify(apiVersion)} is not an apiVersion, such as "v1" or "apps/v1"`,
    );
  return { group, version };
}

function factsOf(
  groupVersion: GroupVersion,
  resource: ServedResource,
  all: readonly ServedResource[],
): ResourceFacts {
  const { name, kind, namespaced, verbs } = resource;
  const prefix = `${name}/`;
  const subresources: { [name: string]: SubresourceFacts } = {};
  for (const other of all)
    if (other.name.startsWith(prefix))
      subresources[other.name.slice(prefix.length)] = {
        group: other.version ? (other.group ?? "") : groupVersion.group,
        version: other.version ?? groupVersion.version,
        kind: other.kind,
        verbs: other.verbs as Verb[],
      };
  const isPod = apiVersionOf(groupVersion) === "v1" && name === "pods";
  return {
    ...groupVersion,
    plural: name,
    kind,
    namespaced,
    verbs: verbs as Verb[],
    subresources,
    ...(verbs.includes("watch") ? { watch: watchResource } : {}),
    ...(isPod ? { logs: readLogs } : {}),
  };
}
