import { isClientClosed } from "./client-closed.js";
import type { Clock } from "./clock.js";
import { backOff } from "./deadline.js";
import {
  ApiError,
  ConfigError,
  ConnectionError,
  isGone,
  TimeoutError,
} from "./errors.js";

const firstPauseMs = 500;
const longestPauseMs = 30_000;
// What stands in front of a server may ask for hours, and the server be there after a minute.
const longestAskedMs = 5 * 60_000;
const longestRefusalMs = 60_000;
// What a server answers before it has read its RBAC rules, its CRDs and its aggregated groups.
const startupStatuses: ReadonlySet<number> = new Set([401, 403, 404]);

/** How the tries of one watch have gone, and so whether there is to be another one, and when. */
export class WatchTries {
  readonly #clock: Clock;
  /** How many ended without an event, one after another. */
  #failures = 0;
  /** How often all had to be read again, without a connection that lasted in between. */
  #relists = 0;
  #openedAt: number | undefined;
  /** Whether the server has answered well once: what fails before that is told, what fails later is tried again. */
  #established = false;
  /** Whether a stream was open once: whoever may list, may yet not be allowed to watch. */
  #watched = false;
  /** When the server began to refuse what it had allowed; undefined where it does not. */
  #refusedAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the server has taken the watch, in this try. */
  get isOpen(): boolean {
    return this.#openedAt !== undefined;
  }

  begin(): void {
    this.#openedAt = undefined;
  }

  listed(): void {
    this.#established = true;
    this.#refusedAt = undefined;
  }

  opened(): void {
    this.listed();
    this.#watched = true;
    this.#openedAt = this.#clock.now();
  }

  happened(): void {
    this.#failures = 0;
  }

  /**
   * Takes in what ended a try; gives how long the server asks to wait, in milliseconds.
   *
   * @param canList whether the list by pages that comes next can tell what fails
   * @throws the error where it is not to be recovered from
   */
  recover(error: unknown, canList: boolean): number {
    if (isGone(error)) return 0;
    if (!this.#mayPass(error) || !(this.#established || canList)) throw error;
    const seconds =
      error instanceof ApiError ? (error.retryAfterSeconds ?? 0) : 0;
    return Math.min(longestAskedMs, seconds * 1_000);
  }

  /**
   * How long to wait before the next try, in milliseconds.
   *
   * @param isStale whether it is to read all anew
   * @param isOutdated whether that is so since this try
   */
  pauseMs(askedMs: number, isStale: boolean, isOutdated: boolean): number {
    // A connection that lasted was a good one, even where nothing happened.
    const lastedMs = this.#clock.now() - (this.#openedAt ?? Infinity);
    if (lastedMs > longestPauseMs) this.#failures = this.#relists = 0;
    this.#failures++;
    if (isOutdated) this.#relists++;
    const tries = isStale
      ? Math.max(this.#failures, this.#relists)
      : this.#failures;
    if (isStale && tries === 1 && askedMs === 0) return 0;
    return Math.max(askedMs, backOff(tries, firstPauseMs, longestPauseMs));
  }

  #mayPass(error: unknown): boolean {
    if (error instanceof ApiError)
      return (
        error.status >= 500 || error.status === 429 || this.#isStartup(error)
      );
    if (error instanceof ConnectionError) return !isClientClosed(error);
    return (
      error instanceof TimeoutError ||
      (error instanceof ConfigError && error.transient)
    );
  }

  /** Whether it may be that the server is not wholly there yet. An `ERROR` frame is not: the server has then taken the watch. */
  #isStartup({ status }: ApiError): boolean {
    if (!startupStatuses.has(status)) return false;
    if (!this.#watched || this.isOpen) return false;
    const now = this.#clock.now();
    this.#refusedAt ??= now;
    return now - this.#refusedAt < longestRefusalMs;
  }
}
