import type { Clock } from "./clock.js";
import type { Transport } from "./types.js";

/** Another candidate may lead by now: the lease was not renewed in time, or another one holds it. */
export class LeadershipLostError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "LeadershipLostError";
  }
}

/**
 * One term of a leader. It ends when too much time has passed since the last renewal was sent off, by the clock alone: no
 * timer has to have fired, and no answer to have come.
 */
export class Term {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #name: string;
  readonly #controller: AbortController = new AbortController();
  #renewed: Moment;
  #lost: LeadershipLostError | undefined;
  #isEnded = false;
  /** Why the last try to renew failed; undefined where it did not. */
  lastError: unknown;

  /** To be made before the request is sent that makes it the leader. */
  constructor(name: string, limitMs: number, clock: Clock) {
    this.#name = name;
    this.#limitMs = limitMs;
    this.#clock = clock;
    this.#renewed = momentOf(clock);
    lookAtClock(this.#controller.signal, () => this.remainingMs);
  }

  /** Aborted when the leader must stop; asks the clock whenever it is asked. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get lost(): LeadershipLostError | undefined {
    return this.remainingMs > 0 ? undefined : this.#lost;
  }

  get isLeader(): boolean {
    return !this.#isEnded && this.remainingMs > 0;
  }

  /** How long nobody else can lead, unless the term is renewed; 0 where it is lost. */
  get remainingMs(): number {
    if (this.#lost !== undefined) return 0;
    const { mono, wall } = momentOf(this.#clock);
    // A clock that stands still while the machine sleeps tells nothing of that; the time of day does.
    const passed = Math.max(
      mono - this.#renewed.mono,
      wall - this.#renewed.wall,
    );
    if (passed < this.#limitMs) return this.#limitMs - passed;
    this.lose(`not renewed for ${this.#limitMs} ms`, this.lastError);
    return 0;
  }

  /** Counts from when the renewal was sent: others count from when they saw it, which was later. */
  renew(sent: Moment): void {
    // What is lost by now stays so.
    if (!this.isLeader) return;
    this.lastError = undefined;
    this.#renewed = sent;
  }

  lose(why: string, cause?: unknown): void {
    this.#lost ??= new LeadershipLostError(
      `the lease ${JSON.stringify(this.#name)} is lost: ${why}`,
      cause === undefined ? {} : { cause },
    );
    this.stop(this.#lost);
  }

  /** Tells the leader to stop; it stays the leader until that is done. */
  stop(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Ends it; says whether it was not lost before. */
  end(): boolean {
    const wasLeader = this.isLeader;
    this.#isEnded = true;
    return wasLeader;
  }

  /** What every request of a leader has to pass. */
  check(): void {
    if (this.isLeader) return;
    throw this.#lost ?? notHeld(this.#name);
  }
}

/** What a request of a leader meets where there is none: before its term, and after. */
export function notHeld(name: string): LeadershipLostError {
  return new LeadershipLostError(
    `the lease ${JSON.stringify(name)} is not held by this candidate now`,
  );
}

/** Now, by the clock that intervals are measured with, and by the time of day. */
export interface Moment {
  readonly mono: number;
  readonly wall: number;
}

export function momentOf(clock: Clock): Moment {
  return { mono: clock.now(), wall: Date.now() };
}

/** A transport that sends nothing unless a check passes. It is not the owner of the one that it goes over. */
export function guarded(transport: Transport, check: () => void): Transport {
  return {
    async request(request) {
      check();
      return transport.request(request);
    },
    close: () => Promise.resolve(),
    closeSignal: transport.closeSignal,
  };
}

/** Makes a signal look at the clock when it is asked whether it is aborted, since the timer that aborts it may be late. */
function lookAtClock(signal: AbortSignal, look: () => unknown): void {
  const { prototype } = AbortSignal;
  Object.defineProperties(signal, {
    aborted: {
      get: (): boolean => {
        look();
        return Reflect.get(prototype, "aborted", signal);
      },
    },
    throwIfAborted: {
      value: (): void => {
        look();
        prototype.throwIfAborted.call(signal);
      },
    },
  });
}
