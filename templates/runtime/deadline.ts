import { onAbort } from "./abort-listeners.js";
import { TimeoutError } from "./errors.js";
import type { RequestOptions } from "./types.js";

// Node.js takes what is longer for 1 ms: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
const longestTimerMs = 2 ** 31 - 1;

/**
 * How long a timer for a limit runs, in milliseconds; undefined where there is no limit: for 0, and for more than the 24.8 days
 * that a timer can run.
 *
 * @throws {TypeError} that names the option, where its value is not a number of milliseconds
 */
export function timerLimit(
  option: string,
  ms: number | undefined,
): number | undefined {
  if (ms === undefined) return undefined;
  if (typeof ms !== "number" || !(ms >= 0))
    throw new TypeError(
      `"${option}" must be a number of milliseconds, or 0 for no limit: "${String(ms)}"`,
    );
  return ms === 0 || ms > longestTimerMs ? undefined : ms;
}

/** Ends one call: when its caller says so, or when its time is over. Must be closed when the call is done. */
export class Deadline {
  readonly #controller: AbortController = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ignoreCaller: (() => void) | undefined;

  /**
   * @param late what the {@link TimeoutError} says in front of the time: `GET /version: not done after`
   * @throws the reason of the caller's signal, where that is aborted already
   * @throws {TypeError} where `timeoutMs` is negative or NaN
   */
  constructor({ signal, timeoutMs }: RequestOptions, late: string) {
    signal?.throwIfAborted();
    const limit = timerLimit("timeoutMs", timeoutMs);
    const controller = this.#controller;
    this.#ignoreCaller =
      signal && onAbort(signal, () => controller.abort(signal.reason));
    if (limit !== undefined)
      this.#timer = setTimeout(() => {
        this.#controller.abort(new TimeoutError(`${late} ${limit} ms`));
      }, limit);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the call now. */
  abort(reason?: unknown): void {
    this.#controller.abort(reason);
  }

  /** Takes its timer and its listener away. */
  close(): void {
    clearTimeout(this.#timer);
    this.#ignoreCaller?.();
  }
}

/** Waits for a promise, or rejects with the signal's reason as soon as it is aborted. */
export async function abortable<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let ignore: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    const end = (): void => reject(signal.reason as Error);
    if (signal.aborted) end();
    else ignore = onAbort(signal, end);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    ignore?.();
  }
}

/** Waits for so many milliseconds, or rejects with the signal's reason as soon as it is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(ms, longestTimerMs));
  });
  try {
    await abortable(over, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** How long to wait before a try that follows so many failed ones, in milliseconds: doubling, capped, and never quite the same. */
export function backOff(
  failures: number,
  baseMs: number,
  capMs: number,
): number {
  const delay = Math.min(capMs, baseMs * 2 ** (failures - 1));
  return delay * (0.5 + Math.random() / 2);
}
