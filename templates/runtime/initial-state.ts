import { ApiError, TimeoutError } from "./errors.js";
import { listPages } from "./list.js";
import { objectKey } from "./object-key.js";
import { pageOrigin } from "./server-address.js";
import type {
  KubernetesObject,
  ResourceTarget,
  Transport,
  WatchOptions,
} from "./types.js";
import type { WatchFrame } from "./watch-stream.js";

/** How long a server may be silent within what there is, and how long it may go on behind the first change, in milliseconds. */
export const longestInitialSilenceMs = 10_000;

// On the bookmark behind the last object that there is:
// https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists
const endAnnotation = "k8s.io/initial-events-end";

// Longer than a server goes on that knows what it is asked for: it is told to end its streams by then.
const longestInitialMs = 10 * 60_000;

/** All there is, at one version. */
export interface State {
  readonly objects: KubernetesObject[];
  readonly resourceVersion: string;
}

/** The server takes `sendInitialEvents` and does not know it: it would never say that all there is has come. */
class InitialStateUnknown extends Error {}

/**
 * Collects what a watch with `sendInitialEvents` begins with: one `ADDED` for each object, in any order, and then a bookmark.
 * Changes may come in front of it. Nothing but the objects is held: their text goes as it is read.
 */
export class InitialState {
  readonly #objects: Map<string, KubernetesObject> = new Map();
  readonly #now: () => number;
  readonly #begunAt: number;
  #changedAt: number | undefined;

  constructor(now: () => number) {
    this.#now = now;
    this.#begunAt = now();
  }

  /**
   * Takes a frame; gives what there is once that is whole, and the version that it has.
   *
   * A server that does not know the option goes over to what happens without a word. It is known by that: changes come, and no
   * bookmark behind them; or a bookmark that does not say what the first one must; or objects come and come.
   *
   * @throws what {@link saysUnknown} knows
   */
  take(type: WatchFrame["type"], object: KubernetesObject): State | undefined {
    if (type === "BOOKMARK") {
      const { metadata } = object as BookmarkObject;
      if (metadata?.annotations?.[endAnnotation] !== "true")
        throw new InitialStateUnknown();
      const objects = [...this.#objects.values()];
      return { objects, resourceVersion: metadata.resourceVersion ?? "" };
    }
    const key = objectKey(object);
    if (type === "DELETED") this.#objects.delete(key);
    else this.#objects.set(key, object);
    const now = this.#now();
    if (type !== "ADDED") this.#changedAt ??= now;
    if (
      now - this.#begunAt > longestInitialMs ||
      now - (this.#changedAt ?? now) > longestInitialSilenceMs
    )
      throw new InitialStateUnknown();
    return undefined;
  }
}

// What a server answers that does not know `sendInitialEvents`, or has it switched off.
const unknownStatuses: ReadonlySet<number> = new Set([400, 422]);

/** Whether what ended a watch within what there is says that the server does not know `sendInitialEvents`. */
export function saysUnknown(error: unknown, wasOpen: boolean): boolean {
  if (error instanceof ApiError) return unknownStatuses.has(error.status);
  if (error instanceof TimeoutError) return wasOpen;
  return error instanceof InitialStateUnknown;
}

/** Reads what there is page by page, each without a longer silence than that, in milliseconds; 0 for no limit. */
export async function listState(
  target: ResourceTarget,
  options: WatchOptions<string>,
  idleTimeoutMs: number,
): Promise<State> {
  const { labelSelector, fieldSelector, headers, signal, transform } = options;
  const selection = { labelSelector, fieldSelector, headers, signal };
  // Of each answer's beginning, and of each pause in it; not of the whole.
  const limits = { headersTimeoutMs: idleTimeoutMs, idleTimeoutMs };
  let objects: KubernetesObject[] = [];
  let resourceVersion = "";
  for await (const { list, restarted } of listPages(
    target,
    { ...selection, ...limits },
    "restart",
  )) {
    if (restarted) objects = [];
    for (const item of list.items)
      objects.push(transform === undefined ? item : transform(item));
    resourceVersion = list.metadata?.resourceVersion ?? "";
  }
  return { objects, resourceVersion };
}

interface BookmarkObject {
  metadata?: {
    resourceVersion?: string;
    annotations?: { [name: string]: string };
  };
}

// A group-version may be served by another server than the others are, with another version of Kubernetes in it.
const withoutStreaming = new WeakMap<Transport, Set<string>>();

/**
 * Whether to ask for `sendInitialEvents`: not where a server was seen not to know it, and not in pages. A browser always takes
 * compressed answers, API servers compress such a watch, and what happens then waits in the compressor until there is more.
 */
export function mayStreamLists(
  transport: Transport,
  apiVersion: string,
): boolean {
  if (pageOrigin() !== undefined) return false;
  return withoutStreaming.get(transport)?.has(apiVersion) !== true;
}

/** Remembers that a server does not know `sendInitialEvents`, for as long as its transport is there. */
export function streamsNoLists(transport: Transport, apiVersion: string): void {
  const known = withoutStreaming.get(transport) ?? new Set();
  withoutStreaming.set(transport, known.add(apiVersion));
}
