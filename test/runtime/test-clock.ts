import type { Clock } from "../../templates/runtime/clock.js";

/** A clock in a test's hand: whoever sleeps wakes up at once, later by what was slept. */
export interface TestClock extends Clock {
  /** What was slept, in milliseconds. */
  readonly sleeps: number[];
  forward(ms: number): void;
}

export function testClock(): TestClock {
  let now = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    forward: (ms) => void (now += ms),
    now: () => now,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      sleeps.push(ms);
      now += ms;
      // Lets sockets move, so that no loop of a test's server can starve the rest.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    },
  };
}
