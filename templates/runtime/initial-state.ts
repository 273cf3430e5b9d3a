import { listPages } from "./list.js";
import { objectKey } from "./object-key.js";
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

/** All there is, at one version. */
export interface State {
  readonly objects: KubernetesObject[];
  readonly resourceVersion: string;
}

/** The server takes `sendInitialEvents` and does not know it: it would never say that all there is has come. */
export class InitialStateUnknown extends Error {}

/**
 * Collects what a watch with `sendInitialEvents` begins with: one `ADDED` for each object, in any order, and then a bookmark.
 * Changes may come in front of it. Nothing but the objects is held: their text goes as it is read.
 */
export class InitialState {
  readonly #objects: Map<string, KubernetesObject> = new Map();
  readonly #now: () => number;
  #changedAt: number | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Takes a frame; gives what there is once that is whole, and the version that it has.
   *
   * A server that does not know the option goes over to what happens without a word. It is known by that: changes come, and no
   * bookmark behind them; or a bookmark that does not say what the first one must.
   *
   * @throws {InitialStateUnknown}
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
    if (type === "ADDED") return undefined;
    this.#changedAt ??= this.#now();
    if (this.#now() - this.#changedAt > longestInitialSilenceMs)
      throw new InitialStateUnknown();
    return undefined;
  }
}

/** Reads what there is page by page. */
export async function listState(
  target: ResourceTarget,
  { labelSelector, fieldSelector, headers, transform }: WatchOptions<string>,
  signal: AbortSignal,
): Promise<State> {
  const selection = { labelSelector, fieldSelector, headers, signal };
  let objects: KubernetesObject[] = [];
  let resourceVersion = "";
  for await (const { list, restarted } of listPages(
    target,
    selection,
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

/** Whether a server may know `sendInitialEvents`: true until it was seen that it does not. */
export function mayStreamLists(
  transport: Transport,
  apiVersion: string,
): boolean {
  return withoutStreaming.get(transport)?.has(apiVersion) !== true;
}

/** Remembers that a server does not know `sendInitialEvents`, for as long as its transport is there. */
export function streamsNoLists(transport: Transport, apiVersion: string): void {
  const known = withoutStreaming.get(transport) ?? new Set();
  withoutStreaming.set(transport, known.add(apiVersion));
}
