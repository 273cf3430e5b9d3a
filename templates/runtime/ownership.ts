/** Says that an object belongs to another one: an `OwnerReference`. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** What can own: an object as the server returned it. */
export interface Owner {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
  };
}

/** What can be owned. */
export interface Ownable {
  metadata?: {
    name?: string;
    namespace?: string;
    ownerReferences?: OwnerReference[];
  };
}

/** How an object is owned. */
export interface OwnerOptions {
  /** The owner is the one that manages the object. Default: true. */
  controller?: boolean | undefined;
  /** A deletion of the owner in the foreground waits for the object's. Default: as `controller`. */
  blockOwnerDeletion?: boolean | undefined;
}

/**
 * A copy of an object that belongs to another one: the garbage collector deletes it after its owner. A reference to the same
 * owner that is there is replaced, others stay.
 *
 * The copy's `metadata.ownerReferences` is also what a server-side apply takes.
 *
 * @throws {TypeError} where the owner is not one that the server returned, or is in a namespace which the object is not in
 * @throws {Error} where `controller` is wanted, and another owner is that already
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
 */
export function setOwner<T extends Ownable>(
  object: T,
  owner: Owner,
  { controller = true, blockOwnerDeletion = controller }: OwnerOptions = {},
): T {
  const { apiVersion, kind, metadata: { name, namespace, uid } = {} } = owner;
  if (!apiVersion || !kind || !name || !uid)
    throw new TypeError(
      "an owner needs an apiVersion, a kind, a name and a uid, as an object has them that the server returned",
    );
  if (namespace && object.metadata?.namespace !== namespace)
    throw new TypeError(
      `${kind} ${JSON.stringify(`${namespace}/${name}`)} can only own what is in its namespace: the object's metadata.namespace is ${JSON.stringify(object.metadata?.namespace)}`,
    );
  const own = { apiVersion, kind, name, uid };
  const references = object.metadata?.ownerReferences ?? [];
  const others = references.filter((reference) => !isSameOwner(reference, own));
  const rival = others.find((reference) => reference.controller === true);
  if (controller && rival !== undefined)
    throw new Error(
      `${JSON.stringify(object.metadata?.name)} has a controller already: ${rival.kind} ${JSON.stringify(rival.name)}`,
    );
  const reference: OwnerReference = {
    ...own,
    ...(controller ? { controller } : {}),
    ...(blockOwnerDeletion ? { blockOwnerDeletion } : {}),
  };
  return withMetadata(object, { ownerReferences: [...others, reference] });
}

/** What can have finalizers. */
export interface Finalizable {
  metadata?: { name?: string; finalizers?: string[] };
}

/** A copy of an object that is not deleted before the finalizer is removed; the object itself where it has it. */
export function addFinalizer<T extends Finalizable>(
  object: T,
  finalizer: string,
): T {
  const finalizers = object.metadata?.finalizers ?? [];
  return finalizers.includes(finalizer)
    ? object
    : withMetadata(object, { finalizers: [...finalizers, finalizer] });
}

/** A copy of an object without the finalizer; the object itself where it has none of the name. */
export function removeFinalizer<T extends Finalizable>(
  object: T,
  finalizer: string,
): T {
  const finalizers = object.metadata?.finalizers ?? [];
  return finalizers.includes(finalizer)
    ? withMetadata(object, {
        finalizers: finalizers.filter((other) => other !== finalizer),
      })
    : object;
}

/** By group, kind and name, as controller-runtime compares owners: a kind has many versions, and a name many lives. */
function isSameOwner(one: OwnerReference, other: OwnerReference): boolean {
  return (
    groupOf(one) === groupOf(other) &&
    one.kind === other.kind &&
    one.name === other.name
  );
}

function groupOf({ apiVersion }: OwnerReference): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

function withMetadata<T extends { metadata?: object }>(
  object: T,
  changes: object,
): T {
  return { ...object, metadata: { ...object.metadata, ...changes } };
}
