import { onAbort } from "./abort-listeners.js";
import { BatchIterator, type BatchSource } from "./batch-iterator.js";
import { systemClock, type Clock } from "./clock.js";
import { Deadline, timerLimit } from "./deadline.js";
import { notDropped, whenDropped } from "./dropped.js";
import { InvalidAnswerError, isGone } from "./errors.js";
import {
  InitialState,
  listState,
  longestInitialSilenceMs,
  mayStreamLists,
  saysUnknown,
  streamsNoLists,
} from "./initial-state.js";
import { collectionPath, withType } from "./list.js";
import { compareVersions } from "./object-key.js";
import { apiVersionOf } from "./path.js";
import { selectionQuery, type Query } from "./query.js";
import { watchStream, type WatchFrame } from "./watch-stream.js";
import { WatchTries } from "./watch-tries.js";
import type {
  KubernetesObject,
  ResourceTarget,
  WatchBehaviour,
  WatchEvent,
  WatchOptions,
} from "./types.js";

type Event = WatchEvent<KubernetesObject>;
/** What came at once. */
type Events = AsyncGenerator<readonly Event[], void, undefined>;

/**
 * Watches a collection: what there is, then what happens, over as many connections as it takes.
 *
 * What there is comes over the watch itself where the server does that (`sendInitialEvents`, Kubernetes 1.32), and else page by
 * page in front of it; that a server does not is remembered for its transport.
 *
 * It ends when its reader stops, and throws where the server refuses for good ({@link ApiError} of a 4xx status other than 410
 * and 429), where the first connection cannot be made, where the client is closed, and where the stream is not what a watch is
 * ({@link InvalidAnswerError}). All other failures are resumed from, with a pause that grows up to half a minute, or to the five
 * minutes that a server may ask for. Once a stream was open, 401, 403 and 404 are for good only after they lasted a minute: a
 * server that starts answers so for a while.
 */
export const watchResource: WatchBehaviour = (
  target: ResourceTarget,
  options: WatchOptions<string>,
): AsyncIterable<Event> => ({
  [Symbol.asyncIterator]: () => new BatchIterator(new Watch(target, options)),
});

const defaultIdleTimeoutMs = 90_000;
// What client-go's reflector asks for, so that connections spread over the servers behind a balancer again:
// https://github.com/kubernetes/client-go/blob/master/tools/cache/reflector.go
const shortestStreamSeconds = 300;

class Watch implements BatchSource<Event> {
  readonly batches: Events;
  readonly #target: ResourceTarget;
  readonly #options: WatchOptions<string>;
  readonly #clock: Clock;
  readonly #tries: WatchTries;
  #deadline: Deadline | undefined;
  #stopped = false;
  /** Where to go on from; undefined where all objects must be listed first, empty where the server has no versions. */
  #version: string | undefined;
  /** What there is, while it comes over the stream. */
  #initial: InitialState | undefined;
  /** Set where the next list is to come by pages, since the stream failed to bring it; `"always"` where it never will. */
  #byPages: "always" | "once" | undefined;

  constructor(target: ResourceTarget, options: WatchOptions<string>) {
    this.#target = target;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#tries = new WatchTries(this.#clock);
    this.#version = options.resourceVersion || undefined;
    const { transport, facts } = target;
    if (!mayStreamLists(transport, apiVersionOf(facts)))
      this.#byPages = "always";
    this.batches = this.#run();
  }

  get isEnded(): boolean {
    return this.#deadline?.signal.aborted === true;
  }

  end(): void {
    this.#stopped = true;
    this.#deadline?.abort();
  }

  async *#run(): Events {
    const late = `WATCH ${collectionPath(this.#target)}: not done after`;
    timerLimit("idleTimeoutMs", this.#options.idleTimeoutMs);
    const deadline = new Deadline(this.#options, late);
    this.#deadline = deadline;
    whenDropped(this, ender(deadline));
    const { closeSignal } = this.#target.transport;
    const ignore =
      closeSignal && onAbort(closeSignal, ender(deadline, closeSignal));
    try {
      while (!this.#stopped) yield* this.#connectOnce(deadline.signal);
    } catch (error) {
      if (!this.#stopped) throw error;
    } finally {
      ignore?.();
      ender(deadline)();
      notDropped(this);
    }
  }

  /** One list where that is needed, and one stream to its end. */
  async *#connectOnce(signal: AbortSignal): Events {
    let askedMs = 0;
    let isOutdated = false;
    this.#tries.begin();
    try {
      if (this.#version === undefined)
        if (this.#byPages === undefined)
          this.#initial = new InitialState(() => this.#clock.now());
        else yield [await this.#list(signal)];
      yield* this.#stream(signal);
      // It ended in the middle of what there is.
      if (this.#initial !== undefined) this.#byPages = "once";
      this.#initial = undefined;
    } catch (error) {
      signal.throwIfAborted();
      const asked = this.#recover(error);
      if (asked === undefined) return;
      askedMs = asked;
      isOutdated = isGone(error);
      if (!isOutdated) this.#options.onInterrupted?.(error);
    }
    if (this.#version === "") {
      this.#forgetVersion();
      isOutdated = true;
    }
    const isStale = this.#version === undefined;
    const ms = this.#tries.pauseMs(askedMs, isStale, isOutdated);
    if (ms > 0) await this.#clock.sleep(ms, signal);
  }

  async #list(signal: AbortSignal): Promise<Event> {
    const idleMs = timerLimit("idleTimeoutMs", this.#idleTimeoutMs()) ?? 0;
    const { transport, facts } = this.#target;
    const options = { ...this.#options, signal };
    const state = await listState(this.#target, options, idleMs);
    // Only now: a selector that the server cannot read is refused with the same words.
    if (this.#byPages === "always")
      streamsNoLists(transport, apiVersionOf(facts));
    else this.#byPages = undefined;
    this.#version = state.resourceVersion;
    this.#tries.listed();
    return { type: "SYNC", ...state };
  }

  #stream(signal: AbortSignal): Events {
    return watchStream(
      this.#target.transport,
      {
        path: collectionPath(this.#target),
        query: this.#query(),
        headers: this.#options.headers,
        idleTimeoutMs: () => this.#idleTimeoutMs(),
        onOpen: () => {
          this.#tries.opened();
          this.#options.onConnected?.();
        },
        signal,
      },
      (frame) => this.#read(frame),
    );
  }

  #query(): Query {
    const from: Query =
      this.#initial === undefined
        ? [["resourceVersion", this.#version ?? ""]]
        : [
            ["sendInitialEvents", "true"],
            ["resourceVersionMatch", "NotOlderThan"],
          ];
    const seconds = Math.floor(shortestStreamSeconds * (1 + Math.random()));
    return [
      ...selectionQuery(this.#options),
      ["watch", "true"],
      ["allowWatchBookmarks", "true"],
      ["timeoutSeconds", String(seconds)],
      ...from,
    ];
  }

  /** A server may take its time for its answer, and where nothing happens; not in the middle of what there is. */
  #idleTimeoutMs(): number {
    const limit = this.#options.idleTimeoutMs ?? defaultIdleTimeoutMs;
    return this.#initial === undefined || !this.#tries.isOpen
      ? limit
      : Math.min(limit || Infinity, longestInitialSilenceMs);
  }

  /** Takes the version of a frame, and gives its event, where it has one. */
  #read(frame: WatchFrame): Event | undefined {
    const { type } = frame;
    const { transform } = this.#options;
    let object = frame.object;
    const version = object.metadata?.resourceVersion;
    if (type !== "BOOKMARK") {
      object = withType(object, this.#target.facts);
      if (transform !== undefined) object = transform(object);
    }
    if (this.#initial !== undefined) {
      const state = this.#initial.take(type, object);
      if (state === undefined) return undefined;
      this.#initial = undefined;
      this.#version = state.resourceVersion;
      return { type: "SYNC", ...state };
    }
    this.#tries.happened();
    if (type === "BOOKMARK") {
      // One that goes back would have told again what was told.
      if (version && !((compareVersions(version, this.#version) ?? 0) < 0))
        this.#version = version;
      return undefined;
    }
    // From version 0 on, what there is comes first, in any order: until something else comes, there is no version to go on from.
    if (version && (this.#version !== "0" || type !== "ADDED"))
      this.#version = version;
    return { type, object };
  }

  /**
   * Takes in what ended a try; gives how long the server asks to wait, in milliseconds; undefined to go on at once.
   *
   * @throws the error where it is not to be recovered from
   */
  #recover(error: unknown): number | undefined {
    const within = this.#initial !== undefined;
    if (within) {
      this.#initial = undefined;
      const unknown = saysUnknown(error, this.#tries.isOpen);
      this.#byPages = unknown ? "always" : "once";
      if (unknown) return undefined;
    } else if (isGone(error)) this.#forgetVersion(error);
    // The list by pages that comes next tells what fails at first, after some tries.
    return this.#tries.recover(error, within);
  }

  /** Has all read again; throws where that is not wanted. @param gone undefined where the server has no versions */
  #forgetVersion(gone?: Error): void {
    if (this.#options.relist === false)
      throw (
        gone ??
        new InvalidAnswerError(
          `WATCH ${collectionPath(this.#target)}: the server gives no resourceVersion to go on from, and "relist" is false`,
        )
      );
    this.#version = undefined;
  }
}

/** Ends a call, by the reason of a signal. Made here, so that it holds nothing but the deadline. */
function ender(deadline: Deadline, by?: AbortSignal): () => void {
  return () => {
    deadline.abort(by?.reason);
    deadline.close();
  };
}
