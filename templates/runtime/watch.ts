import { backOff, Deadline, pause, timerLimit } from "./deadline.js";
import {
  ApiError,
  ConfigError,
  ConnectionError,
  isGone,
  TimeoutError,
} from "./errors.js";
import { collectionPath, listPages, withType } from "./list.js";
import { selectionQuery } from "./query.js";
import { watchFrames, type WatchFrame } from "./watch-stream.js";
import type {
  KubernetesObject,
  ResourceTarget,
  WatchBehaviour,
  WatchEvent,
  WatchOptions,
} from "./types.js";

type Event = WatchEvent<KubernetesObject>;

/**
 * Watches a collection: what there is, then what happens, over as many connections as it takes.
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
// What a server answers before it has read its RBAC rules, its CRDs and its aggregated groups.
const startupStatuses: ReadonlySet<number> = new Set([401, 403, 404]);

class Watch implements AsyncIterator<Event, void, undefined> {
  readonly #target: ResourceTarget;
  readonly #options: WatchOptions<string>;
  readonly #events: AsyncGenerator<Event, void, undefined>;
  #deadline: Deadline | undefined;
  #stopped = false;
  /** Where to go on from; undefined where all objects must be listed first. */
  #version: string | undefined;
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
    this.#version = options.resourceVersion || undefined;
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
    try {
      while (!this.#stopped) yield* this.#connectOnce(deadline.signal);
    } catch (error) {
      if (!this.#stopped) throw error;
    } finally {
      deadline.abort();
      deadline.close();
    }
  }

  /** One list where that is needed, and one stream to its end. */
  async *#connectOnce(
    signal: AbortSignal,
  ): AsyncGenerator<Event, void, undefined> {
    let pauseMs = 0;
    this.#openedAt = undefined;
    try {
      if (this.#version === undefined) yield await this.#list(signal);
      yield* this.#stream(signal);
    } catch (error) {
      signal.throwIfAborted();
      pauseMs = this.#recover(error);
    }
    // A connection that lasted was a good one, even where nothing happened.
    if (performance.now() - (this.#openedAt ?? Infinity) > longestPauseMs)
      this.#failures = 0;
    this.#failures++;
    const isStale = this.#version === undefined;
    if (isStale && this.#failures === 1) return;
    const grown = backOff(this.#failures, firstPauseMs, longestPauseMs);
    await pause(Math.max(grown, pauseMs), signal);
  }

  async #list(signal: AbortSignal): Promise<Event> {
    const { labelSelector, fieldSelector, headers } = this.#options;
    const selection = { labelSelector, fieldSelector, headers, signal };
    let objects: KubernetesObject[] = [];
    let resourceVersion = "";
    for await (const { list, restarted } of listPages(
      this.#target,
      selection,
      "restart",
    )) {
      if (restarted) objects = [];
      for (const item of list.items) objects.push(item);
      resourceVersion = list.metadata?.resourceVersion ?? "";
    }
    this.#version = resourceVersion;
    this.#established = true;
    this.#refusedAt = undefined;
    return { type: "SYNC", objects, resourceVersion };
  }

  async *#stream(signal: AbortSignal): AsyncGenerator<Event, void, undefined> {
    const path = collectionPath(this.#target);
    const frames = watchFrames(this.#target.transport, {
      path,
      query: [
        ...selectionQuery(this.#options),
        ["watch", "true"],
        ["allowWatchBookmarks", "true"],
        ["resourceVersion", this.#version ?? ""],
      ],
      headers: this.#options.headers,
      idleTimeoutMs: this.#options.idleTimeoutMs ?? defaultIdleTimeoutMs,
      onOpen: () => {
        this.#established = true;
        this.#watched = true;
        this.#refusedAt = undefined;
        this.#openedAt = performance.now();
      },
      signal,
    });
    for await (const frame of frames) {
      const event = this.#read(frame, path);
      if (event !== undefined) yield event;
    }
  }

  /** Takes the version of a frame, and gives its event, where it has one. @throws {ApiError} for an `ERROR` frame */
  #read(frame: WatchFrame, path: string): Event | undefined {
    if (frame.type === "ERROR") {
      const body = frame.object;
      throw new ApiError({
        method: "WATCH",
        path,
        status: body.code ?? 500,
        body,
      });
    }
    const version = frame.object.metadata?.resourceVersion;
    if (version) this.#version = version;
    this.#failures = 0;
    if (frame.type === "BOOKMARK") return undefined;
    const object = withType(frame.object, this.#target.facts);
    return { type: frame.type, object };
  }

  /** Takes in what ended a try; gives how long the server asks to wait, in milliseconds. @throws the error where it is not to be recovered from */
  #recover(error: unknown): number {
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
    if (!passing || !this.#established) throw error;
    const seconds =
      error instanceof ApiError ? (error.retryAfterSeconds ?? 0) : 0;
    return seconds * 1_000;
  }

  /** Whether it may be that the server is not wholly there yet. An `ERROR` frame is not: the server has then taken the watch. */
  #isStartup({ status }: ApiError): boolean {
    if (!startupStatuses.has(status)) return false;
    if (!this.#watched || this.#openedAt !== undefined) return false;
    const now = performance.now();
    this.#refusedAt ??= now;
    return now - this.#refusedAt < longestRefusalMs;
  }
}
