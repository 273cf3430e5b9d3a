import {
  applyObject,
  getObject,
  nameOf,
  patchObject,
  withName,
  writeObject,
  type ObjectTarget,
} from "./object-requests.js";
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

/** One subresource of the objects of a collection, such as `scale`: all verbs that one can have. */
export class SubresourceHandle {
  readonly #transport: Transport;
  readonly #facts: SubresourceFacts;
  readonly #pathOf: (name: string) => string;

  constructor(
    transport: Transport,
    facts: SubresourceFacts,
    pathOf: (name: string) => string,
  ) {
    this.#transport = transport;
    this.#facts = facts;
    this.#pathOf = pathOf;
  }

  async get(name: string, options?: GetOptions): Promise<KubernetesObject> {
    return getObject(this.#of(name), options);
  }

  async create(
    name: string,
    body: KubernetesObject,
    options?: WriteOptions,
  ): Promise<KubernetesObject> {
    // Of an eviction or a binding the server wants the name in the body as well.
    const named = withName(body, name);
    return writeObject("POST", this.#of(name), named, options);
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

  #of(name: string): ObjectTarget {
    return {
      transport: this.#transport,
      path: this.#pathOf(name),
      facts: this.#facts,
    };
  }
}
