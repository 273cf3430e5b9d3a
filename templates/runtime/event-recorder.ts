import { systemClock, type Clock } from "./clock.js";
import { abortable, Deadline } from "./deadline.js";
import { isAlreadyExists, isApiError, isNotFound } from "./errors.js";
import {
  eventSeries,
  idOf,
  type EventBody,
  type EventFacts,
  type EventSeries,
} from "./event-series.js";
import { TokenBucket } from "./token-bucket.js";
import type { KubernetesObject, WriteOptions } from "./types.js";
import { warn } from "./process-warning.js";
import { workQueue, type WorkQueue } from "./work-queue.js";

export type { EventFacts } from "./event-series.js";

/** Where events are written: `k8s.events.v1`. */
export interface EventsApi {
  events(namespace: string): {
    create(body: EventBody, options?: WriteOptions): Promise<unknown>;
    patch(
      name: string,
      body: { series: { count: number; lastObservedTime: string } },
      options?: WriteOptions,
    ): Promise<unknown>;
  };
}

/** Options of an event recorder. */
export interface EventRecorderOptions {
  /** `k8s.events.v1`: it needs the verbs create and patch on `events` of `events.k8s.io`. */
  events: EventsApi;
  /** Who records: a name such as `example.com/site-controller`. */
  controller: string;
  /** Which of its processes: a pod's name. At most 128 bytes. Default: the controller's name. */
  instance?: string | undefined;
  /** Called with what keeps an event from being written. Default: a warning of the process. */
  onError?: ((error: unknown) => void) | undefined;
  /** Measures the time between writes: for tests. */
  clock?: Clock | undefined;
}

/** Writes events about objects, as `kubectl describe` and `kubectl events` show them. */
export interface EventRecorder {
  /**
   * Records what happened to an object, which needs an `apiVersion`, a `kind` and a `metadata.name`. It never throws and never
   * waits: what fails goes to `onError`.
   */
  event(object: KubernetesObject, facts: EventFacts): void;
  /** Writes at once what is not yet written, and waits for that. Never rejects. Default of `timeoutMs`: 5,000. */
  flush(options?: { timeoutMs?: number | undefined }): Promise<void>;
  /** Flushes, and takes no further events. */
  close(options?: { timeoutMs?: number | undefined }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Makes an event recorder, on `events.k8s.io/v1`. An event about a namespaced object is in its namespace, others in `default`.
 *
 * The same event again, within six minutes, is counted in the one that there is (`series`): after ten seconds, and then ever
 * more rarely, at last every five minutes. There are 25 different events about one object, and then one every five minutes;
 * what is beyond is dropped, as client-go does it.
 *
 * An event that cannot be written is tried again, twelve times; one that the server refuses is not.
 *
 * @see https://github.com/kubernetes/client-go/tree/master/tools/events
 * @see https://github.com/kubernetes/client-go/blob/master/tools/record/events_cache.go (the limit for each object)
 */
export function eventRecorder(options: EventRecorderOptions): EventRecorder {
  return new Recorder(options);
}

/** After this long without another one, an event begins a new series. */
const seriesMs = 6 * 60_000;
const firstWritePauseMs = 10_000;
const longestWritePauseMs = 5 * 60_000;
const objectBurst = 25;
const objectPerSecond = 1 / 300;
const mostTries = 12;
/** How many series, and objects, are known at most; and how many events may wait to be written. */
const mostKnown = 4_096;
const mostUnwritten = 1_000;

class Recorder implements EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #clock: Clock;
  /** By their keys; who happened last is last. */
  readonly #known: Map<string, EventSeries> = new Map();
  readonly #buckets: Map<string, TokenBucket> = new Map();
  readonly #unwritten: Set<EventSeries> = new Set();
  readonly #queue: WorkQueue<EventSeries>;
  readonly #ended: Promise<void>;
  readonly #over: AbortController = new AbortController();
  #isClosed = false;

  constructor(options: EventRecorderOptions) {
    const { clock = systemClock } = options;
    this.#options = options;
    this.#clock = clock;
    this.#queue = workQueue<EventSeries>({
      keyOf: ({ event }) => event.metadata.name,
      retry: { baseDelayMs: 1_000, maxDelayMs: firstWritePauseMs },
      clock,
    });
    this.#ended = this.#queue.run((series) => this.#writeOrGiveUp(series), {
      concurrency: 4,
      // Told of once it is given up.
      onError: () => undefined,
    });
  }

  event(object: KubernetesObject, facts: EventFacts): void {
    try {
      this.#record(object, facts);
    } catch (error) {
      this.#report(error);
    }
  }

  async flush({
    timeoutMs = 5_000,
  }: { timeoutMs?: number | undefined } = {}): Promise<void> {
    const waiting = [...this.#unwritten];
    const writes = waiting.map((series) =>
      this.#write(series).catch((error: unknown) => {
        if (mayPass(error)) this.#report(error);
        else this.#giveUp(series, error);
      }),
    );
    const late = `${waiting.length} events are not all written after`;
    const deadline = new Deadline({ timeoutMs }, late);
    try {
      await abortable(Promise.all(writes), deadline.signal);
    } catch (error) {
      this.#report(error);
    } finally {
      deadline.close();
    }
  }

  async close(options?: { timeoutMs?: number | undefined }): Promise<void> {
    this.#isClosed = true;
    await this.flush(options);
    this.#unwritten.clear();
    this.#over.abort();
    this.#queue.shutDown();
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #record(object: KubernetesObject, facts: EventFacts): void {
    if (this.#isClosed)
      throw new Error("an event came after the recorder was closed");
    const { controller, instance = controller } = this.#options;
    const now = this.#clock.now();
    const begun = eventSeries(object, facts, { controller, instance }, now);
    this.#forgetBefore(now - seriesMs);
    const series = this.#known.get(begun.key);
    if (series === undefined) return this.#begin(begun, now);
    this.#known.delete(series.key);
    this.#known.set(series.key, series);
    series.count += 1;
    series.at = now;
    series.lastObservedTime = begun.lastObservedTime;
    this.#unwritten.add(series);
    this.#queue.addAfter(series, dueOf(series) - now);
  }

  #begin(series: EventSeries, now: number): void {
    if (this.#unwritten.size >= mostUnwritten)
      throw new Error(
        `an event is dropped, since ${mostUnwritten} wait to be written: ${series.event.reason}`,
      );
    if (!this.#bucketOf(series, now).take(now)) return;
    this.#known.set(series.key, series);
    this.#unwritten.add(series);
    this.#queue.add(series);
  }

  #bucketOf({ event }: EventSeries, now: number): TokenBucket {
    const id = idOf(event.regarding);
    const bucket =
      this.#buckets.get(id) ??
      new TokenBucket(objectPerSecond, objectBurst, now);
    this.#buckets.delete(id);
    this.#buckets.set(id, bucket);
    dropFirst(this.#buckets, mostKnown);
    return bucket;
  }

  #forgetBefore(at: number): void {
    dropFirst(this.#known, mostKnown - 1);
    for (const [key, series] of this.#known) {
      if (series.at >= at) return;
      this.#known.delete(key);
    }
  }

  async #writeOrGiveUp(series: EventSeries): Promise<void> {
    // It has happened again while it was written.
    const early = dueOf(series) - this.#clock.now();
    if (early > 0) return this.#queue.addAfter(series, early);
    try {
      await this.#write(series);
    } catch (error) {
      const tries = this.#queue.retries(series) + 1;
      const isKept = this.#unwritten.has(series);
      if (isKept && mayPass(error) && tries < mostTries) throw error;
      this.#giveUp(series, error);
    }
  }

  /** Tells, once, that a series is not written. */
  #giveUp(series: EventSeries, error: unknown): void {
    if (!this.#unwritten.delete(series)) return;
    // Not counted on: what comes next is an event of its own.
    if (this.#known.get(series.key) === series) this.#known.delete(series.key);
    this.#report(error);
  }

  /** Writes a series until the server has all that has happened by now; what happens meanwhile is for the next time. */
  async #write(series: EventSeries): Promise<void> {
    const { count } = series;
    while (this.#unwritten.has(series) && series.written < count) {
      series.writing ??= this.#send(series).finally(() => {
        series.writing = undefined;
      });
      await series.writing;
    }
    if (series.written === series.count) this.#unwritten.delete(series);
  }

  async #send(series: EventSeries): Promise<void> {
    const { event, count, lastObservedTime } = series;
    const { name, namespace } = event.metadata;
    const api = this.#options.events.events(namespace);
    const options = { signal: this.#over.signal, timeoutMs: 10_000 };
    const whole = { series: { count, lastObservedTime } };
    const create = (): Promise<unknown> =>
      api.create(count === 1 ? event : { ...event, ...whole }, options);
    if (series.written === 0)
      await create().catch(async (error: unknown) => {
        // An earlier try came through, though its answer did not.
        if (!isAlreadyExists(error)) throw error;
        if (count > 1) await api.patch(name, whole, options);
      });
    else
      await api.patch(name, whole, options).catch((error: unknown) => {
        // The server keeps events for an hour.
        if (!isNotFound(error)) throw error;
        return create();
      });
    series.written = count;
    series.writes += 1;
    series.writtenAt = this.#clock.now();
  }

  #report(error: unknown): void {
    try {
      (this.#options.onError ?? warn)(error);
    } catch (second) {
      warn(second);
    }
  }
}

/** When a series may be written again. */
function dueOf({ writes, writtenAt }: EventSeries): number {
  if (writes === 0) return 0;
  const pause = firstWritePauseMs * 2 ** (writes - 1);
  return writtenAt + Math.min(longestWritePauseMs, pause);
}

/** Whether the same request may do later on. */
function mayPass(error: unknown): boolean {
  return !isApiError(error) || error.status >= 500 || error.status === 429;
}

function dropFirst(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
