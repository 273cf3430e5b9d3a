import { setCollection } from "./collection.js";
import { explainErrors } from "./explain-errors.js";
import { apiVersionOf, pathSegment } from "./path.js";
import {
  apply,
  create,
  deleteCollection,
  deleteObject,
  get,
  list,
  listAll,
  objectOf,
  patch,
  update,
} from "./resource-verbs.js";
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

// Who takes a client with all verbs is not short of bytes.
explainErrors();

/**
 * One collection of objects: every verb that a resource can have. The emitted interfaces say which of them the server has.
 *
 * Each plain subresource is a property, by the name that the API gives it.
 */
export class ResourceHandle {
  readonly #target: ResourceTarget<ResourceFacts>;

  /** The collection that a handle works on. @throws {TypeError} where it is something else, or of another client's code */
  static targetOf(handle: unknown): ResourceTarget<ResourceFacts> {
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
            (of) => `${objectOf(this.#target, of).path}/${name}`,
          ),
      });
    }
  }

  async get(name: string, options?: GetOptions): Promise<KubernetesObject> {
    return get(this.#target, name, options);
  }

  async list(
    options: ListOptions = {},
  ): Promise<KubernetesList<KubernetesObject>> {
    return list(this.#target, options);
  }

  listAll(
    options: ListOptions = {},
  ): AsyncGenerator<KubernetesObject, void, undefined> {
    return listAll(this.#target, options);
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
    objectOf(this.#target, name);
    return logs(this.#target, name, options);
  }

  async proxy(name: string, options: ProxyOptions = {}): Promise<ProxyAnswer> {
    const { proxy, plural } = this.#target.facts;
    if (proxy === undefined) throw new TypeError(`"${plural}" have no proxy`);
    objectOf(this.#target, name);
    return proxy(this.#target, name, options);
  }

  async exec(
    name: string,
    command: readonly string[],
    options: ExecOptions = {},
  ): Promise<ContainerSession> {
    const { exec, plural } = this.#target.facts;
    if (exec === undefined) throw new TypeError(`"${plural}" have no exec`);
    objectOf(this.#target, name);
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
    objectOf(this.#target, name);
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
    objectOf(this.#target, name);
    return portForward(this.#target, name, ports, options);
  }

  async create(
    body: KubernetesObject,
    options?: WriteOptions,
  ): Promise<KubernetesObject> {
    return create(this.#target, body, options);
  }

  /** Replaces; the name is the body's. */
  async update(
    body: KubernetesObject,
    options?: WriteOptions,
  ): Promise<KubernetesObject> {
    return update(this.#target, body, options);
  }

  async patch(
    name: string,
    body: unknown,
    options?: PatchOptions & { type?: PatchType },
  ): Promise<KubernetesObject> {
    return patch(this.#target, name, body, options);
  }

  async apply(
    name: string,
    body: KubernetesObject,
    options: ApplyOptions,
  ): Promise<KubernetesObject> {
    return apply(this.#target, name, body, options);
  }

  async delete(
    name: string,
    options: DeleteOptions = {},
  ): Promise<KubernetesObject> {
    return deleteObject(this.#target, name, options);
  }

  async deleteCollection(
    options: DeleteCollectionOptions = {},
  ): Promise<KubernetesObject> {
    return deleteCollection(this.#target, options);
  }
}
