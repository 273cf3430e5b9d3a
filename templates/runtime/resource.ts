import { setCollection } from "./collection.js";
import { collectionPath, listOnce, listPages, withItemTypes } from "./list.js";
import {
  applyObject,
  getObject,
  nameOf,
  patchObject,
  writeObject,
  type ObjectTarget,
} from "./object-requests.js";
import { apiVersionOf, pathSegment } from "./path.js";
import { checkSelection, listQuery, queryOf, type Query } from "./query.js";
import { Deadline } from "./deadline.js";
import { send } from "./request.js";
import { SubresourceHandle } from "./subresource.js";
import type {
  ActionOptions,
  ApplyOptions,
  AttachOptions,
  ContainerSession,
  DeleteCollectionOptions,
  DeleteOptions,
  ExecOptions,
  ExecOutput,
  ExecOutputOptions,
  GetOptions,
  KubernetesList,
  KubernetesObject,
  ListOptions,
  LogLines,
  LogOptions,
  PatchOptions,
  PatchType,
  PortForward,
  ProxyAnswer,
  ProxyOptions,
  RequestOptions,
  ResourceFacts,
  ResourceTarget,
  Transport,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from "./types.js";

/**
 * One collection of objects: every verb that a resource can have. The emitted interfaces say which of them the server has.
 *
 * Each plain subresource is a property, by the name that the API gives it.
 */
export class ResourceHandle {
  readonly #target: ResourceTarget;

  /** The collection that a handle works on. @throws {TypeError} where it is something else, or of another client's code */
  static targetOf(handle: unknown): ResourceTarget {
    if (typeof handle === "object" && handle !== null && #target in handle)
      return handle.#target;
    throw new TypeError(
      "the resource is not one of this client, such as k8s.core.v1.pods()",
    );
  }

  /** @throws {TypeError} where the namespace is empty, or cannot be one */
  constructor(
    transport: Transport,
    facts: ResourceFacts,
    namespace: string | undefined,
  ) {
    if (namespace !== undefined) pathSegment("namespace", namespace);
    this.#target = { transport, facts, namespace };
    const { kind, namespaced } = facts;
    const apiVersion = apiVersionOf(facts);
    setCollection(this, { transport, apiVersion, kind, namespaced, namespace });
    for (const [name, subresource] of Object.entries(
      facts.subresources ?? {},
    )) {
      // Streams, and logs, have ways of their own; and no name may take a verb's place.
      const hasOwnWay =
        subresource.verbs.includes("connect") ||
        (name === "log" && facts.logs !== undefined);
      if (name in this) continue;
      const { action } = facts;
      if (action !== undefined && subresource.methods !== undefined) {
        const value = async (of: string, options: ActionOptions = {}) =>
          action(this.#target, of, name, options);
        Object.defineProperty(this, name, { enumerable: true, value });
      }
      if (hasOwnWay) continue;
      Object.defineProperty(this, name, {
        enumerable: true,
        get: () =>
          new SubresourceHandle(
            transport,
            subresource,
            (of) => `${this.#pathOf(of)}/${name}`,
          ),
      });
    }
  }

  async get(name: string, options?: GetOptions): Promise<KubernetesObject> {
    return getObject(this.#of(name), options);
  }

  async list(
    options: ListOptions = {},
  ): Promise<KubernetesList<KubernetesObject>> {
    return listOnce(this.#target, options);
  }

  /**
   * All objects, page by page, one page in memory. Where the pages' version is no longer kept before the last of them is read,
   * it goes on from the next key, in the collection as it is then.
   */
  async *listAll(
    options: ListOptions = {},
  ): AsyncGenerator<KubernetesObject, void, undefined> {
    const deadline = new Deadline(
      options,
      `LIST ${collectionPath(this.#target)}: not done after`,
    );
    try {
      const bounded = {
        ...options,
        signal: deadline.signal,
        timeoutMs: undefined,
      };
      for await (const { list } of listPages(this.#target, bounded, "go-on"))
        yield* list.items;
    } finally {
      deadline.close();
    }
  }

  watch(
    options: WatchOptions = {},
  ): AsyncIterable<WatchEvent<KubernetesObject>> {
    const { watch, plural } = this.#target.facts;
    if (watch === undefined)
      throw new TypeError(`"${plural}" cannot be watched`);
    return watch(this.#target, options);
  }

  logs(name: string, options: LogOptions = {}): LogLines {
    const { logs, plural } = this.#target.facts;
    if (logs === undefined) throw new TypeError(`"${plural}" have no logs`);
    this.#pathOf(name);
    return logs(this.#target, name, options);
  }

  async proxy(name: string, options: ProxyOptions = {}): Promise<ProxyAnswer> {
    const { proxy, plural } = this.#target.facts;
    if (proxy === undefined) throw new TypeError(`"${plural}" have no proxy`);
    this.#pathOf(name);
    return proxy(this.#target, name, options);
  }

  async exec(
    name: string,
    command: readonly string[],
    options: ExecOptions = {},
  ): Promise<ContainerSession> {
    const { exec, plural } = this.#target.facts;
    if (exec === undefined) throw new TypeError(`"${plural}" have no exec`);
    this.#pathOf(name);
    return exec(this.#target, name, command, options);
  }

  async execOutput(
    name: string,
    command: readonly string[],
    { input, ...options }: ExecOutputOptions = {},
  ): Promise<ExecOutput> {
    const stdin = input !== undefined;
    const session = await this.exec(name, command, { ...options, stdin });
    return session.output(input);
  }

  async attach(
    name: string,
    options: AttachOptions = {},
  ): Promise<ContainerSession> {
    const { attach, plural } = this.#target.facts;
    if (attach === undefined) throw new TypeError(`"${plural}" have no attach`);
    this.#pathOf(name);
    return attach(this.#target, name, options);
  }

  portForward(
    name: string,
    ports: readonly number[],
    options: RequestOptions = {},
  ): PortForward {
    const { portForward, plural } = this.#target.facts;
    if (portForward === undefined)
      throw new TypeError(`"${plural}" have no ports to forward`);
    this.#pathOf(name);
    return portForward(this.#target, name, ports, options);
  }

  async create(
    body: KubernetesObject,
    options?: WriteOptions,
  ): Promise<KubernetesObject> {
    return writeObject("POST", this.#collection("create"), body, options);
  }

  /** Replaces; the name is the body's. */
  async update(
    body: KubernetesObject,
    options?: WriteOptions,
  ): Promise<KubernetesObject> {
    return writeObject("PUT", this.#of(nameOf(body, "update")), body, options);
  }

  async patch(
    name: string,
    body: unknown,
    options?: PatchOptions & { type?: PatchType },
  ): Promise<KubernetesObject> {
    return patchObject(this.#of(name), body, options);
  }

  async apply(
    name: string,
    body: KubernetesObject,
    options: ApplyOptions,
  ): Promise<KubernetesObject> {
    return applyObject(this.#of(name), name, body, options);
  }

  /** Gives the object, or a Status: as the server answers. */
  async delete(
    name: string,
    options: DeleteOptions = {},
  ): Promise<KubernetesObject> {
    return this.#delete(this.#pathOf(name), options, []);
  }

  /**
   * Gives the list of what is deleted, or a Status: as the server answers. Without the key of a selector it deletes all.
   *
   * @throws {TypeError} where a selector is given and selects everything
   */
  async deleteCollection(
    options: DeleteCollectionOptions = {},
  ): Promise<KubernetesObject> {
    const { path, facts } = this.#collection("deleteCollection");
    checkSelection(options);
    const answer = await this.#delete(path, options, listQuery(options));
    return "items" in answer
      ? withItemTypes(answer as KubernetesList<KubernetesObject>, facts)
      : answer;
  }

  #delete(
    path: string,
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
    return send(this.#target.transport, {
      ...options,
      method: "DELETE",
      path,
      query: [...selection, ...queryOf({ dryRun: body.dryRun })],
      body: isEmpty ? undefined : body,
    });
  }

  #of(name: string): ObjectTarget {
    const { transport, facts } = this.#target;
    return { transport, facts, path: this.#pathOf(name) };
  }

  #pathOf(name: string): string {
    return `${this.#collection(name).path}/${pathSegment("name", name)}`;
  }

  /** @throws {TypeError} where the resource is namespaced and no namespace is given: such requests go to one */
  #collection(wanted: string): ObjectTarget {
    const { transport, facts, namespace } = this.#target;
    if (facts.namespaced && namespace === undefined)
      throw new TypeError(
        `"${facts.plural}" are namespaced: "${wanted}" needs to know of which namespace`,
      );
    return { transport, facts, path: collectionPath(this.#target) };
  }
}
