import { watchFound } from "./found-watch.js";
import { ResourceHandle } from "./resource.js";
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
  ResourceFacts,
  ResourceTarget,
  StatusAnswer,
  UntypedObject,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from "./types.js";

/**
 * What is written: of any type that an object can have, also an interface, which has no index signature; and as a literal, with
 * any fields.
 */
export type UntypedBody = KubernetesObject | UntypedObject;

/**
 * A resource that this client was not generated for. It is looked up on the server when the first request is made; a verb that
 * it does not have is the server's 405.
 */
export class UntypedResource {
  readonly #find: () => Promise<ResourceHandle>;

  /** The collection that a resource is, once it is found. */
  static async targetOf(
    resource: UntypedResource,
  ): Promise<ResourceTarget<ResourceFacts>> {
    return ResourceHandle.targetOf(await resource.#find());
  }

  constructor(find: () => Promise<ResourceHandle>) {
    this.#find = find;
  }

  /** Reads the object of this name. */
  async get(name: string, options?: GetOptions): Promise<UntypedObject> {
    return untyped(await (await this.#find()).get(name, options));
  }

  /** One request for one list. */
  async list(options?: ListOptions): Promise<KubernetesList<UntypedObject>> {
    const list = await (await this.#find()).list(options);
    return list as KubernetesList<UntypedObject>;
  }

  /** All objects, page by page. */
  async *listAll(
    options?: ListOptions,
  ): AsyncGenerator<UntypedObject, void, undefined> {
    for await (const object of (await this.#find()).listAll(options))
      yield untyped(object);
  }

  /** All objects, and then what happens to them. */
  watch(options: WatchOptions = {}): AsyncIterable<WatchEvent<UntypedObject>> {
    type Found = { watch: UntypedResource["watch"] };
    const find = async () => (await this.#find()) as object as Found;
    return watchFound(find, options);
  }

  /** Stores a new object. */
  async create(
    body: UntypedBody,
    options?: WriteOptions,
  ): Promise<UntypedObject> {
    return untyped(await (await this.#find()).create(body, options));
  }

  /** Replaces the object of the body's name. */
  async update(
    body: UntypedBody,
    options?: WriteOptions,
  ): Promise<UntypedObject> {
    return untyped(await (await this.#find()).update(body, options));
  }

  /** Patches the object of this name; by JSON merge patch, unless the options say another type. */
  async patch(
    name: string,
    body: unknown,
    options?: PatchOptions & { type?: PatchType },
  ): Promise<UntypedObject> {
    return untyped(await (await this.#find()).patch(name, body, options));
  }

  /** Applies, server-side: the fields given become this field manager's. */
  async apply(
    name: string,
    body: UntypedBody,
    options: ApplyOptions,
  ): Promise<UntypedObject> {
    return untyped(await (await this.#find()).apply(name, body, options));
  }

  /** Deletes the object of this name. */
  async delete(
    name: string,
    options?: DeleteOptions,
  ): Promise<UntypedObject | StatusAnswer> {
    return untyped(await (await this.#find()).delete(name, options));
  }

  /** Deletes all objects that are selected. */
  async deleteCollection(
    options?: DeleteCollectionOptions,
  ): Promise<KubernetesList<UntypedObject> | StatusAnswer> {
    const answer = await (await this.#find()).deleteCollection(options);
    return answer as KubernetesList<UntypedObject> | StatusAnswer;
  }
}

function untyped(object: object): UntypedObject {
  return object as UntypedObject;
}
