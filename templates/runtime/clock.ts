import { pause } from "./deadline.js";

/** Time, as what waits between its tries sees it. Tests hand in one of their own, and so need not wait. */
export interface Clock {
  /** Milliseconds since some moment; never fewer than before. */
  now(): number;
  /** Waits for so many milliseconds, or rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The time that there is. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: pause,
};
