import { Deadline, pause } from "./deadline.js";
import { isAlreadyExists, isConflict, isNotFound } from "./errors.js";
import { nameOf, withName } from "./object-requests.js";
import { pathSegment } from "./path.js";
import type {
  Creatable,
  Gettable,
  KubernetesObject,
  RequestOptions,
  Updatable,
  WriteOptions,
} from "./types.js";

/** How often something is tried, and the pauses between: as client-go's `wait.Backoff` has it. */
export interface ConflictBackoff {
  /** Tries in all. */
  readonly steps: number;
  /** The first pause, in milliseconds. */
  readonly delayMs: number;
  /** What each pause is longer by than the one before. */
  readonly factor: number;
  /** The part of itself that each pause grows by at most, by chance. */
  readonly jitter: number;
}

/**
 * For clients that change the same object: five tries, 10 ms apart.
 *
 * @see https://github.com/kubernetes/client-go/blob/master/util/retry/util.go
 */
export const defaultRetry: ConflictBackoff = {
  steps: 5,
  delayMs: 10,
  factor: 1,
  jitter: 0.1,
};

/** For an object that controllers change as well: four tries, after 10, 50 and 250 ms. */
export const defaultBackoff: ConflictBackoff = {
  steps: 4,
  delayMs: 10,
  factor: 5,
  jitter: 0.1,
};

/** Options of {@link retryOnConflict}. */
export interface ConflictOptions extends Pick<
  RequestOptions,
  "signal" | "timeoutMs"
> {
  /** Default: {@link defaultRetry}. */
  backoff?: ConflictBackoff | undefined;
}

/**
 * Runs a change again where the server answers that the object is no longer what the change took it to be. The change has to
 * read the object itself, each time: `retryOnConflict(async () => pods.update(edit(await pods.get("web"))))`.
 *
 * @throws the change's own error; that of the last try where all of them met a conflict (`isConflict`)
 */
export async function retryOnConflict<T>(
  change: () => Promise<T>,
  options: ConflictOptions = {},
): Promise<T> {
  return retry(change, isConflict, options);
}

/** Options of {@link createOrUpdate}. */
export interface CreateOrUpdateOptions extends WriteOptions {
  /** Default: {@link defaultRetry}. */
  backoff?: ConflictBackoff | undefined;
}

/** What {@link createOrUpdate} came to. */
export interface CreateOrUpdateResult<T> {
  /** As the server has it now. */
  readonly object: T;
  /** `unchanged` where nothing was sent, or where what was sent changed nothing. */
  readonly outcome: "created" | "unchanged" | "updated";
}

/**
 * Makes an object what it should be, whether it is there or not. `change` is given a copy of the object that there is, and gives
 * the whole object to store: that copy, edited, or one of its own. It is called again where another client was faster: with a
 * conflict, with the object created or deleted in between.
 *
 * An update goes to the version that was read, unless the body names another one. Where the body equals what there is, nothing
 * is sent.
 *
 * @throws {TypeError} where the body has another name
 * @throws {ApiError} of the last try, where others were faster each time
 */
export async function createOrUpdate<
  In extends KubernetesObject,
  Out extends KubernetesObject,
>(
  resource: Creatable<In, Out> & Gettable<Out> & Updatable<In, Out>,
  name: string,
  change: (existing: Out | undefined) => In | Promise<In>,
  options: CreateOrUpdateOptions = {},
): Promise<CreateOrUpdateResult<Out>> {
  pathSegment("name", name);
  const { backoff, ...rest } = options;
  const deadline = new Deadline(
    options,
    `createOrUpdate of ${JSON.stringify(name)}: not done after`,
  );
  const write = { ...rest, signal: deadline.signal, timeoutMs: undefined };
  const { signal, headers } = write;
  const once = async (): Promise<CreateOrUpdateResult<Out>> => {
    const existing = await resource
      .get(name, { signal, headers })
      .catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
    const wanted = named(await change(structuredClone(existing)), name);
    return existing === undefined
      ? create(resource, wanted, write)
      : update(resource, existing, wanted, write);
  };
  try {
    return await retry(once, (error) => error instanceof Overtaken, {
      backoff,
      signal,
    });
  } catch (error) {
    throw error instanceof Overtaken ? error.cause : error;
  } finally {
    deadline.close();
  }
}

/** Another client was faster; the cause is what the server said. */
class Overtaken extends Error {
  static when(is: (error: unknown) => boolean): (error: unknown) => never {
    return (error) => {
      throw is(error) ? new Overtaken("overtaken", { cause: error }) : error;
    };
  }
}

async function create<In, Out>(
  resource: Creatable<In, Out>,
  body: In,
  options: WriteOptions,
): Promise<CreateOrUpdateResult<Out>> {
  const object = await resource
    .create(body, options)
    .catch(Overtaken.when(isAlreadyExists));
  return { object, outcome: "created" };
}

async function update<
  In extends KubernetesObject,
  Out extends KubernetesObject,
>(
  resource: Updatable<In, Out>,
  existing: Out,
  wanted: In,
  options: WriteOptions,
): Promise<CreateOrUpdateResult<Out>> {
  const body = basedOn(existing, wanted);
  if (isSameValue(existing, body))
    return { object: existing, outcome: "unchanged" };
  const object = await resource
    .update(body, options)
    .catch(Overtaken.when((e) => isConflict(e) || isNotFound(e)));
  const isNew =
    object.metadata?.resourceVersion !== existing.metadata?.resourceVersion ||
    options.dryRun === true;
  return { object, outcome: isNew ? "updated" : "unchanged" };
}

function named<T extends KubernetesObject>(body: T, name: string): T {
  const own = withName(body, name) as T;
  if (nameOf(own, "createOrUpdate") === name) return own;
  throw new TypeError(
    `the body of createOrUpdate is to be ${JSON.stringify(name)}, but its metadata.name is ${JSON.stringify(body.metadata?.name)}`,
  );
}

/** The body with what says which version of the object it replaces, where it does not say so itself. */
function basedOn<T extends KubernetesObject>(
  { apiVersion, kind, metadata }: KubernetesObject,
  body: T,
): T {
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(kind === undefined ? {} : { kind }),
    ...body,
    metadata: {
      ...body.metadata,
      resourceVersion:
        body.metadata?.resourceVersion || metadata?.resourceVersion,
    },
  };
}

/** Whether two values are the same JSON: a field that is undefined is none. */
function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object") return false;
  if (a === null || b === null || Array.isArray(a) !== Array.isArray(b))
    return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  const [one, other] = [a, b] as { readonly [key: string]: unknown }[];
  return [...keys].every((key) => isSameValue(one?.[key], other?.[key]));
}

async function retry<T>(
  attempt: () => Promise<T>,
  isPassing: (error: unknown) => boolean,
  options: ConflictOptions,
): Promise<T> {
  const { steps, delayMs, factor, jitter } = options.backoff ?? defaultRetry;
  const deadline = new Deadline(options, "not free of conflicts after");
  try {
    let delay = delayMs;
    for (let step = 1; ; step++) {
      try {
        return await attempt();
      } catch (error) {
        if (step >= steps || !isPassing(error)) throw error;
      }
      await pause(delay * (1 + Math.random() * jitter), deadline.signal);
      delay *= factor;
    }
  } finally {
    deadline.close();
  }
}
