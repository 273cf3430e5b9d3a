import {
  canI,
  checkPlural,
  isPathAccess,
  whoAmI,
  type PathAccess,
  type ResourceAccess,
  type UserInfo,
} from "./access.js";
import { Discovery, parseApiVersion } from "./discovery.js";
import { groupVersionClient } from "./group-version.js";
import { objectHandle, type ObjectHandle } from "./object.js";
import { pathSegment } from "./path.js";
import { queryOf } from "./query.js";
import { parseAnswer, sendForText } from "./request.js";
import { ResourceHandle } from "./resource.js";
import { ServerPaths } from "./server.js";
import { UntypedResource } from "./untyped.js";
import type {
  GroupVersionFacts,
  KubernetesObject,
  RequestOptions,
  ResourceFacts,
  Transport,
} from "./types.js";

/** The groups that a client was generated for. */
export type RootGroups = readonly RootGroup[];

/** One group of a root client. */
export interface RootGroup {
  /** Empty for the core group. */
  readonly group: string;
  /** The properties that it is under: `certManagerIo` and `cert-manager.io`. */
  readonly names: readonly string[];
  readonly versions: { readonly [version: string]: GroupVersionFacts };
}

/** What a root client is made from: a connection that `connect()` opened, or a transport of one's own. */
export interface RootConnection {
  readonly transport: Transport;
  /** Default: `default`. */
  readonly namespace?: string | undefined;
}

/** A request to any path of the server. */
export interface RawRequest extends RequestOptions {
  /** Default: `GET`. */
  readonly method?: string | undefined;
  /** Begins with `/`, and is sent as it is. */
  readonly path: string;
  readonly query?:
    | {
        readonly [name: string]:
          string | number | boolean | readonly string[] | undefined;
      }
    | undefined;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Of the body. Default: `application/json`. */
  readonly contentType?: string | undefined;
}

/** Something that can be done with a resource of a root client. */
export interface AccessQuery extends Omit<ResourceAccess, "group"> {
  /**
   * Empty for the core group. Default: the group that this client has the resource in; the core group, where that is one of
   * several.
   */
  readonly group?: string | undefined;
  /** Default: the client's own, as with kubectl. Cluster-scoped resources have none. */
  readonly namespace?: string | undefined;
  /** Asks about all namespaces, as kubectl's `-A` does. */
  readonly allNamespaces?: boolean | undefined;
}

/** What every root client has beside its groups. */
export interface RootClient {
  /** The namespace of the context. */
  readonly namespace: string;
  readonly transport: Transport;
  /** The paths of the server that are not resources: `version()`, `readyz()` … */
  readonly server: ServerPaths;
  /**
   * An object of any kind, as a manifest has it. Its resource is found by `apiVersion` and `kind`, among those that this client
   * was generated for, and then on the server. Without a `metadata.namespace` it goes to the client's namespace.
   *
   * @throws {TypeError} where it has no `apiVersion` or no `kind`
   */
  object<T extends KubernetesObject>(object: T): ObjectHandle<T>;
  /** A resource by its kind, also one that this client was not generated for; without a namespace, in all of them. */
  resource(
    apiVersion: string,
    kind: string,
    options?: { readonly namespace?: string | undefined },
  ): UntypedResource;
  /**
   * Whether the server would allow something, as `kubectl auth can-i`: `await k8s.can({ verb: "patch", resource: "deployments",
   * subresource: "scale" })`. For what is not a resource: `{ verb: "get", path: "/metrics" }`.
   *
   * @throws {TypeError} where `group` is missing, and the client cannot tell which is meant
   */
  can(
    access: AccessQuery | PathAccess,
    options?: RequestOptions,
  ): Promise<boolean>;
  /** Who the server takes this client for, as `kubectl auth whoami`. */
  whoAmI(options?: RequestOptions): Promise<UserInfo>;
  /** Sends any request; gives the answer's JSON, or its text where it is none. */
  request<T = unknown>(request: RawRequest): Promise<T>;
  /** Ends idle connections at once, and the others when they are done. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes a root client. `T` is the emitted interface that the groups were emitted with. */
export function rootClient<T extends RootClient>(
  connection: RootConnection,
  groups: RootGroups,
): T {
  const root = new Root(connection, groups);
  for (const { names, versions } of groups) {
    const group = {};
    for (const [version, facts] of Object.entries(versions))
      defineLazily(group, version, () =>
        groupVersionClient(root.transport, facts),
      );
    // What every client has is not given away to a group.
    for (const name of names)
      if (!(name in root) || name in Object.prototype)
        Object.defineProperty(root, name, { enumerable: true, value: group });
  }
  return root as RootClient as T;
}

class Root implements RootClient {
  readonly namespace: string;
  readonly server: ServerPaths;
  readonly #transport: Transport;
  readonly #groups: RootGroups;
  readonly #discovery: Discovery;

  constructor({ transport, namespace }: RootConnection, groups: RootGroups) {
    if (namespace !== undefined) pathSegment("namespace", namespace);
    this.namespace = namespace ?? "default";
    this.server = new ServerPaths(transport);
    this.#transport = transport;
    this.#groups = groups;
    this.#discovery = new Discovery(transport);
  }

  get transport(): Transport {
    return this.#transport;
  }

  object<T extends KubernetesObject>(object: T): ObjectHandle<T> {
    return objectHandle(object, async ({ apiVersion, kind, metadata }) => {
      const facts = await this.#find(apiVersion ?? "", kind ?? "");
      const namespace = metadata?.namespace || this.namespace;
      return new ResourceHandle(
        this.#transport,
        facts,
        facts.namespaced ? namespace : undefined,
      );
    });
  }

  resource(
    apiVersion: string,
    kind: string,
    { namespace }: { readonly namespace?: string | undefined } = {},
  ): UntypedResource {
    parseApiVersion(apiVersion);
    if (namespace !== undefined) pathSegment("namespace", namespace);
    return new UntypedResource(async () => {
      const facts = await this.#find(apiVersion, kind);
      if (namespace !== undefined && !facts.namespaced)
        throw new TypeError(
          `"${facts.plural}" of "${apiVersion}" are not namespaced`,
        );
      return new ResourceHandle(this.#transport, facts, namespace);
    });
  }

  async can(
    access: AccessQuery | PathAccess,
    options?: RequestOptions,
  ): Promise<boolean> {
    const asked = isPathAccess(access) ? access : this.#scoped(access);
    return canI(this.#transport, asked, options);
  }

  async whoAmI(options?: RequestOptions): Promise<UserInfo> {
    return whoAmI(this.#transport, options);
  }

  async request<T = unknown>(request: RawRequest): Promise<T> {
    const { path, query = {} } = request;
    // Only some methods are put in upper case by HTTP clients; servers know no others.
    const method = (request.method ?? "GET").toUpperCase();
    if (!path.startsWith("/"))
      throw new TypeError(
        `"path" must begin with "/": ${JSON.stringify(path)}`,
      );
    const sent = { accept: "*/*", ...request, method, query: queryOf(query) };
    const { text, response } = await sendForText(this.#transport, sent);
    const type = String(response.headers["content-type"] ?? "");
    return /\bjson\b/.test(type)
      ? parseAnswer<T>(text, response.status, sent)
      : (text as T);
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** With the group and the namespace that are meant where none is named. */
  #scoped({ allNamespaces, ...access }: AccessQuery): ResourceAccess {
    const { resource } = access;
    checkPlural(resource);
    if (allNamespaces === true && access.namespace !== undefined)
      throw new TypeError('"allNamespaces" goes without a "namespace"');
    const having = this.#groups.flatMap(({ group, versions }) => {
      const facts = Object.values(versions)
        .flatMap((resources) => Object.values(resources))
        .find(({ plural }) => plural === resource);
      return facts === undefined ? [] : [{ group, facts }];
    });
    const groups = having.map(({ group }) => group);
    const group = access.group ?? onlyGroup(resource, groups);
    const facts = having.find((one) => one.group === group)?.facts;
    const everywhere = allNamespaces === true || facts?.namespaced === false;
    const namespace = access.namespace ?? this.namespace;
    return { ...access, group, ...(everywhere ? {} : { namespace }) };
  }

  async #find(apiVersion: string, kind: string): Promise<ResourceFacts> {
    const { group, version } = parseApiVersion(apiVersion);
    const known = this.#groups.find((one) => one.group === group);
    const versions = known?.versions ?? {};
    const resources = Object.hasOwn(versions, version) ? versions[version] : {};
    return (
      Object.values(resources ?? {}).find((facts) => facts.kind === kind) ??
      this.#discovery.find(apiVersion, kind)
    );
  }
}

function onlyGroup(resource: string, groups: readonly string[]): string {
  const [first, second] = groups;
  if (resource === "*") return "*";
  if (groups.includes("")) return "";
  if (first !== undefined && second === undefined) return first;
  throw new TypeError(
    first === undefined
      ? `this client has no resource ${JSON.stringify(resource)}: name its "group"`
      : `${JSON.stringify(resource)} are in several groups: name the "group", one of ${groups.map((group) => JSON.stringify(group)).join(", ")}`,
  );
}

/** A property whose value is made when it is first read. */
function defineLazily<T>(object: object, name: string, make: () => T): void {
  let value: T | undefined;
  Object.defineProperty(object, name, {
    enumerable: true,
    get: () => (value ??= make()),
  });
}
