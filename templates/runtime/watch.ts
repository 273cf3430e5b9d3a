import { systemClock, type Clock } from "./clock.js";
import { backOff, Deadline, timerLimit } from "./deadline.js";
import { notDropped, whenDropped } from "./dropped.js";
import {
  ApiError,
  ConfigError,
  ConnectionError,
  isGone,
  TimeoutError,
} from "./errors.js";
import {
  InitialState,
  InitialStateUnknown,
  listState,
  longestInitialSilenceMs,
  mayStreamLists,
  streamsNoLists,
} from "./initial-state.js";
import { collectionPath, withType } from "./list.js";
import { apiVersionOf } from "./path.js";
import { selectionQuery, type Query } from "./query.js";
import { watchFrames, type WatchFrame } from "./watch-stream.js";
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
 * and 429), where the first connection cannot be made, and where the stream is not what a watch is
 * ({@link InvalidAnswerError}). All other failures are resumed from, with a pause that grows up to half a minute. Once a stream
 * was open, 401, 403 and 404 are for good only after they lasted a minute: a server that starts answers so for a while.
 */
export const watchResource: WatchBehaviour = (
  target: ResourceTarget,
  options: WatchOptions<string>,
): AsyncIterable<Event> => ({
  [Symbol.asyncIterator]: () => new Watch(target, options),
});

const defaultIdleTimeoutMs = 90_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
const longestRefusalMs = 60_000;
// What client-go's reflector asks for, so that connections spread over the servers behind a balancer again:
// https://github.com/kubernetes/client-go/blob/master/tools/cache/reflector.go
const shortestStreamSeconds = 300;
// What a server answers before it has read its RBAC rules, its CRDs and its aggregated groups.
const startupStatuses: ReadonlySet<number> = new Set([401, 403, 404]);
// What a server answers that does not know `sendInitialEvents`, or has it switched off.
const unknownStatuses: ReadonlySet<number> = new Set([400, 422]);

class Watch implements AsyncIterator<Event, void, undefined> {
  readonly #target: ResourceTarget;
  readonly #options: WatchOptions<string>;
  readonly #clock: Clock;
  readonly #events: AsyncGenerator<Event, void, undefined>;
  #deadline: Deadline | undefined;
  #stopped = false;
  /** Where to go on from; undefined where all objects must be listed first. */
  #version: string | undefined;
  /** What there is, while it comes over the stream. */
  #initial: InitialState | undefined;
  /** Set where the next list is to come by pages, since the stream failed to bring it; `"always"` where it never will. */
  #byPages: "always" | "once" | undefined;
  /** How many tries ended without an event, one after another. */
  #failures = 0;
  #openedAt: number | undefined;
  /** Whether the server has answered well once: what fails before that is told, what fails later is tried again. */
  #established = false;
  /** Whether a stream was open once: whoever may list, may yet not be allowed to watch. */
  #watched = false;
  /** When the server began to refuse what it had allowed; undefined where it does not. */
  #refusedAt: number | undefined;

  constructor(target: ResourceTarget, options: WatchOptions<string>) {
    this.#target = target;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#version = options.resourceVersion || undefined;
    const { transport, facts } = target;
    if (!mayStreamLists(transport, apiVersionOf(facts)))
      this.#byPages = "always";
    this.#events = this.#run();
  }

  async next(): Promise<IteratorResult<Event, void>> {
    return this.#events.next();
  }

  /** Also ends a `next` that is waiting. */
  async return(): Promise<IteratorResult<Event, void>> {
    this.#stopped = true;
    this.#deadline?.abort();
    return this.#events.return();
  }

  async *#run(): AsyncGenerator<Event, void, undefined> {
    const late = `WATCH ${collectionPath(this.#target)}: not done after`;
    timerLimit("idleTimeoutMs", this.#options.idleTimeoutMs);
    const deadline = new Deadline(this.#options, late);
    this.#deadline = deadline;
    whenDropped(this, ender(deadline));
    try {
      // One generator stands between an event and its reader, however many there are behind it.
      for await (const events of this.#connect(deadline.signal))
        for (const event of events) yield event;
    } catch (error) {
      if (!this.#stopped) throw error;
    } finally {
      ender(deadline)();
      notDropped(this);
    }
  }

  async *#connect(signal: AbortSignal): Events {
    while (!this.#stopped) yield* this.#connectOnce(signal);
  }

  /** One list where that is needed, and one stream to its end. */
  async *#connectOnce(signal: AbortSignal): Events {
    let pauseMs = 0;
    this.#openedAt = undefined;
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
      pauseMs = asked;
      if (!isGone(error)) this.#options.onInterrupted?.(error);
    }
    // A connection that lasted was a good one, even where nothing happened.
    const now = this.#clock.now();
    if (now - (this.#openedAt ?? Infinity) > longestPauseMs) this.#failures = 0;
    this.#failures++;
    const isStale = this.#version === undefined;
    if (isStale && this.#failures === 1 && pauseMs === 0) return;
    const grown = backOff(this.#failures, firstPauseMs, longestPauseMs);
    await this.#clock.sleep(Math.max(grown, pauseMs), signal);
  }

  async #list(signal: AbortSignal): Promise<Event> {
    const state = await listState(this.#target, this.#options, signal);
    const { transport, facts } = this.#target;
    // Only now: a selector that the server cannot read is refused with the same words.
    if (this.#byPages === "always")
      streamsNoLists(transport, apiVersionOf(facts));
    else this.#byPages = undefined;
    this.#version = state.resourceVersion;
    this.#established = true;
    this.#refusedAt = undefined;
    return { type: "SYNC", ...state };
  }

  async *#stream(signal: AbortSignal): Events {
    const batches = watchFrames(this.#target.transport, {
      path: collectionPath(this.#target),
      query: this.#query(),
      headers: this.#options.headers,
      idleTimeoutMs: () => this.#idleTimeoutMs(),
      onOpen: () => {
        this.#established = true;
        this.#watched = true;
        this.#refusedAt = undefined;
        this.#openedAt = this.#clock.now();
        this.#options.onConnected?.();
      },
      signal,
    });
    for await (const frames of batches) {
      const events: Event[] = [];
      try {
        for (const frame of frames) {
          const event = this.#read(frame);
          if (event !== undefined) events.push(event);
        }
      } catch (error) {
        if (events.length > 0) yield events;
        throw error;
      }
      if (events.length > 0) yield events;
    }
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
    return this.#initial === undefined || this.#openedAt === undefined
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
    // From version 0 on, what there is comes first, in any order: until something else comes, there is no version to go on from.
    if (version && (this.#version !== "0" || type !== "ADDED"))
      this.#version = version;
    this.#failures = 0;
    return type === "BOOKMARK" ? undefined : { type, object };
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
      const silent =
        error instanceof TimeoutError && this.#openedAt !== undefined;
      const refused =
        error instanceof ApiError && unknownStatuses.has(error.status);
      const unknown = silent || refused || error instanceof InitialStateUnknown;
      this.#byPages = unknown ? "always" : "once";
      if (unknown) return undefined;
    }
    if (isGone(error)) {
      if (this.#options.relist === false) throw error;
      this.#version = undefined;
      return 0;
    }
    const passing =
      error instanceof ApiError
        ? error.status >= 500 || error.status === 429 || this.#isStartup(error)
        : error instanceof ConnectionError ||
          error instanceof TimeoutError ||
          (error instanceof ConfigError && error.transient);
    // The list by pages that comes next tells what fails at first, after some tries.
    if (!passing || !(this.#established || within)) throw error;
    const seconds =
      error instanceof ApiError ? (error.retryAfterSeconds ?? 0) : 0;
    return seconds * 1_000;
  }

  /** Whether it may be that the server is not wholly there yet. An `ERROR` frame is not: the server has then taken the watch. */
  #isStartup({ status }: ApiError): boolean {
    if (!startupStatuses.has(status)) return false;
    if (!this.#watched || this.#openedAt !== undefined) return false;
    const now = this.#clock.now();
    this.#refusedAt ??= now;
    return now - this.#refusedAt < longestRefusalMs;
  }
}

/** Ends a call. Made here, so that it holds nothing but the deadline. */
function ender(deadline: Deadline): () => void {
  return () => {
    deadline.abort();
    deadline.close();
  };
}
