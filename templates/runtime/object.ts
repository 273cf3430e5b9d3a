import { nameOf } from "./object-requests.js";
import type { ResourceHandle } from "./resource.js";
import type {
  ApplyOptions,
  DeleteOptions,
  GetOptions,
  JsonPatchOperation,
  KubernetesObject,
  MergePatch,
  PatchOptions,
  PatchType,
  Persisted,
  StatusAnswer,
  StrategicPatch,
  WriteOptions,
} from "./types.js";

/** One object, as it is written in a manifest, and what can be done with it on the server. */
export interface ObjectHandle<T extends KubernetesObject> {
  /** Reads the object of this name. */
  get(options?: GetOptions): Promise<Persisted<T>>;
  /** Stores the object, which must not be there yet. */
  create(options?: WriteOptions): Promise<Persisted<T>>;
  /** Replaces the object of this name. */
  update(options?: WriteOptions): Promise<Persisted<T>>;
  /** Applies the object, server-side: the fields given become this field manager's. */
  apply(options: ApplyOptions): Promise<Persisted<T>>;
  /** Patches the object of this name by JSON merge patch: `null` removes a field. */
  patch(
    body: MergePatch<T>,
    options?: PatchOptions & { type?: "merge" },
  ): Promise<Persisted<T>>;
  /** Patches it by operations (RFC 6902). */
  patch(
    body: readonly JsonPatchOperation[],
    options: PatchOptions & { type: "json" },
  ): Promise<Persisted<T>>;
  /** Patches it by Kubernetes' strategic merge, which custom resources do not have. */
  patch(
    body: StrategicPatch<T>,
    options: PatchOptions & { type: "strategic" },
  ): Promise<Persisted<T>>;
  /** Deletes the object of this name. */
  delete(options?: DeleteOptions): Promise<Persisted<T> | StatusAnswer>;
}

/**
 * The handle of an object whose resource is found when the first request is made.
 *
 * @throws {TypeError} where the object has no `apiVersion` or no `kind`
 */
export function objectHandle<T extends KubernetesObject>(
  object: T,
  find: (object: T) => Promise<ResourceHandle>,
): ObjectHandle<T> {
  if (!object.apiVersion || !object.kind)
    throw new TypeError(
      "the object has no apiVersion or no kind, which say what it is",
    );
  return new FoundObject(object, find) as unknown as ObjectHandle<T>;
}

class FoundObject<T extends KubernetesObject> {
  readonly #object: T;
  readonly #find: (object: T) => Promise<ResourceHandle>;

  constructor(object: T, find: (object: T) => Promise<ResourceHandle>) {
    this.#object = object;
    this.#find = find;
  }

  async get(options?: GetOptions): Promise<KubernetesObject> {
    const name = nameOf(this.#object, "get");
    return (await this.#find(this.#object)).get(name, options);
  }

  async create(options?: WriteOptions): Promise<KubernetesObject> {
    return (await this.#find(this.#object)).create(this.#object, options);
  }

  async update(options?: WriteOptions): Promise<KubernetesObject> {
    nameOf(this.#object, "update");
    return (await this.#find(this.#object)).update(this.#object, options);
  }

  async apply(options: ApplyOptions): Promise<KubernetesObject> {
    const name = nameOf(this.#object, "apply");
    const resource = await this.#find(this.#object);
    return resource.apply(name, this.#object, options);
  }

  async patch(
    body: unknown,
    options?: PatchOptions & { type?: PatchType },
  ): Promise<KubernetesObject> {
    const name = nameOf(this.#object, "patch");
    return (await this.#find(this.#object)).patch(name, body, options);
  }

  async delete(options?: DeleteOptions): Promise<KubernetesObject> {
    const name = nameOf(this.#object, "delete");
    return (await this.#find(this.#object)).delete(name, options);
  }
}
