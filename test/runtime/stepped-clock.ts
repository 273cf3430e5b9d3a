import { setImmediate } from "node:timers/promises";

import type { Clock } from "../../templates/runtime/clock.js";

/** A clock that stands still until a test moves it. */
export interface SteppedClock extends Clock {
  /** How many sleep. */
  readonly sleeping: number;
  /** Moves on, and wakes each sleeper at its time; what they do comes to its end before the next wakes. */
  advance(ms: number): Promise<void>;
  /** Moves on without waking anybody, as for a process that is stopped. */
  skip(ms: number): void;
}

export function steppedClock(): SteppedClock {
  let now = 0;
  const sleepers = new Set<{
    readonly at: number;
    readonly wake: () => void;
  }>();
  const due = (until: number) =>
    [...sleepers]
      .filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at)[0];
  return {
    get sleeping() {
      return sleepers.size;
    },
    now: () => now,
    sleep: (ms, signal) =>
      new Promise<void>((resolve, reject) => {
        const stop = (): void => {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        };
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal.removeEventListener("abort", stop);
          resolve();
        };
        const sleeper = { at: now + ms, wake };
        if (signal.aborted) return stop();
        signal.addEventListener("abort", stop);
        sleepers.add(sleeper);
      }),
    async advance(ms) {
      const until = now + ms;
      await settled();
      for (let next = due(until); next !== undefined; next = due(until)) {
        now = Math.max(now, next.at);
        next.wake();
        await settled();
      }
      now = until;
    },
    skip: (ms) => void (now += ms),
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate();
}
