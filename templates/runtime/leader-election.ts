import { onAbort } from "./abort-listeners.js";
import { systemClock, type Clock } from "./clock.js";
import { isAlreadyExists, isConflict } from "./errors.js";
import { guarded, momentOf, notHeld, Term } from "./leadership.js";
import { LeaseLock, type Leases } from "./lease.js";
import type { Transport } from "./types.js";
import { warn } from "./process-warning.js";

export { LeadershipLostError } from "./leadership.js";
export type { Leases } from "./lease.js";

/** Options of a leader election. */
export interface LeaderElectionOptions {
  /** `k8s.coordination.v1.leases(namespace)`: it needs the verbs get, create and update. */
  leases: Leases;
  /** Of the lease: all candidates for one leadership name the same one. */
  name: string;
  /** Of this candidate: no other process may ever have it at the same time. In a pod: the pod's name, and something random. */
  identity: string;
  /** How long a leader that does not renew the lease keeps it; in whole seconds. Default: 15,000. */
  leaseDurationMs?: number | undefined;
  /** How long after the last renewal a leader gives up. Default: 10,000. */
  renewDeadlineMs?: number | undefined;
  /** The pause between tries. Default: 2,000. */
  retryPeriodMs?: number | undefined;
  /** Called when another candidate is seen to lead, also the first, also this one. */
  onNewLeader?: ((identity: string) => void) | undefined;
  /**
   * Called with each failure to read or write the lease, after which it is tried again. That another candidate was faster is
   * none. Default: a warning of the process.
   */
  onError?: ((error: unknown) => void) | undefined;
  /** Measures the time: for tests. */
  clock?: Clock | undefined;
}

/** One candidate for a leadership. */
export interface LeaderElection {
  /**
   * Whether this candidate leads, by the clock, now. It is asked before each step that only a leader may take, where neither the
   * signal nor a transport of `guard` is.
   */
  readonly isLeader: boolean;
  /** Who was last seen to lead. */
  readonly leader: string | undefined;
  /**
   * Waits until this candidate leads, and calls the function. Comes back when that has ended, or when the signal was aborted
   * before; then the lease is given away. It is renewed as long as the function runs, also while that stops.
   *
   * The signal that the function is given is aborted when it must stop: the leadership is lost, or the caller's signal is
   * aborted. It looks at the clock whenever it is asked, so that it is never late.
   *
   * @throws {LeadershipLostError} where the leadership was lost, after the function has ended
   * @throws what the function throws, but the reason that its signal was aborted with
   */
  run(
    lead: (signal: AbortSignal) => unknown,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<void>;
  /**
   * A transport that sends requests only while this candidate leads, and else throws a {@link LeadershipLostError}: for the
   * client of all that a leader does, `kubernetes(election.guard(k8s.transport))`. Closing it leaves the other one open.
   */
  guard(transport: Transport): Transport;
}

/**
 * A candidate for a leadership, by client-go's rules: who holds the lease leads, and renews it; who sees it unchanged for its
 * whole duration, by a clock of its own, takes it. Clocks of two machines are never compared, only their speed matters.
 *
 * A leader stops `renewDeadlineMs` after it sent its last renewal, others begin `leaseDurationMs` after they saw it: two never
 * lead at once, unless one's clock is slower than the other's by that proportion, or someone edits or deletes the lease.
 * Nothing can take back a request that was on its way when the leader stopped: where that matters, what is written must name the
 * version that was read (`resourceVersion`).
 *
 * @throws {TypeError} where a name is empty, or the times are not in order: leaseDurationMs > renewDeadlineMs > 1.2 × retryPeriodMs
 * @see https://github.com/kubernetes/client-go/blob/master/tools/leaderelection/leaderelection.go
 */
export function leaderElection(options: LeaderElectionOptions): LeaderElection {
  return new Candidate(options);
}

/** How much longer than the period a pause may be, by chance, as a part of it. */
const jitterFactor = 1.2;

class Candidate implements LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #times: ElectionTimes;
  readonly #clock: Clock;
  readonly #lock: LeaseLock;
  #leader: string | undefined;
  #term: Term | undefined;
  #isRunning = false;

  constructor(options: LeaderElectionOptions) {
    const { name, identity, clock = systemClock } = options;
    for (const [option, value] of Object.entries({ name, identity }))
      if (!value) throw new TypeError(`"${option}" must not be empty`);
    this.#options = options;
    this.#times = timesOf(options);
    this.#clock = clock;
    this.#lock = new LeaseLock(
      { ...options, leaseDurationMs: this.#times.leaseDurationMs },
      clock,
      (holder) => this.#tellOf(holder),
    );
  }

  get isLeader(): boolean {
    return this.#term?.isLeader ?? false;
  }

  get leader(): string | undefined {
    return this.#leader;
  }

  guard(transport: Transport): Transport {
    const { name } = this.#options;
    return guarded(transport, () => {
      if (this.#term === undefined) throw notHeld(name);
      this.#term.check();
    });
  }

  async run(
    lead: (signal: AbortSignal) => unknown,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    if (this.#isRunning) throw new Error("this candidate is running already");
    this.#isRunning = true;
    try {
      const term = await this.#acquire(signal ?? new AbortController().signal);
      if (term !== undefined) await this.#serve(term, lead, signal);
    } finally {
      this.#isRunning = false;
    }
  }

  /** Tries until it is the leader; undefined where the signal was aborted before. */
  async #acquire(signal: AbortSignal): Promise<Term | undefined> {
    const { retryPeriodMs, renewDeadlineMs } = this.#times;
    while (!signal.aborted) {
      const { name } = this.#options;
      const term = new Term(name, renewDeadlineMs, this.#clock);
      const isTaken = await this.#try(signal, renewDeadlineMs);
      // An answer that came late, as after a stop of the process, is worth nothing.
      if (isTaken && term.isLeader) return term;
      if (isTaken) continue;
      const pause = retryPeriodMs * (1 + Math.random() * jitterFactor);
      await this.#clock.sleep(pause, signal).catch(() => undefined);
    }
    // By a request that was cut off, but came through.
    if (this.#lock.mayBeHeld) await this.#release();
    return undefined;
  }

  async #serve(
    term: Term,
    lead: (signal: AbortSignal) => unknown,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    this.#term = term;
    const over = new AbortController();
    const keeping = [
      this.#renew(term, over.signal),
      this.#expire(term, over.signal),
    ];
    const stop = (): void => term.stop(signal?.reason);
    const ignore = signal && onAbort(signal, stop);
    if (signal?.aborted) stop();
    try {
      if (!term.signal.aborted) await lead(term.signal);
    } catch (error) {
      if (!(term.signal.aborted && error === term.signal.reason)) throw error;
    } finally {
      ignore?.();
      over.abort();
      await Promise.all(keeping);
      if (term.end()) await this.#release();
    }
    if (term.lost !== undefined) throw term.lost;
  }

  /** Renews the lease until the term is over, or lost. */
  async #renew(term: Term, over: AbortSignal): Promise<void> {
    for (;;) {
      const { retryPeriodMs } = this.#times;
      await this.#clock.sleep(retryPeriodMs, over).catch(() => undefined);
      if (over.aborted || !term.isLeader) return;
      const sent = momentOf(this.#clock);
      const isRenewed = await this.#try(over, term.remainingMs, term);
      if (isRenewed) term.renew(sent);
      const { holder } = this.#lock;
      if (holder !== undefined && holder !== this.#options.identity)
        term.lose(`it is held by ${JSON.stringify(holder)}`);
    }
  }

  /** Ends the term in time, whatever its renewal waits for. */
  async #expire(term: Term, over: AbortSignal): Promise<void> {
    while (!over.aborted && term.isLeader)
      await this.#clock.sleep(term.remainingMs, over).catch(() => undefined);
  }

  async #release(): Promise<void> {
    const { renewDeadlineMs: timeoutMs } = this.#times;
    for (let tries = 1; ; tries++)
      try {
        return await this.#lock.release({ timeoutMs });
      } catch (error) {
        // By a renewal that was cut off, but came through.
        if (isConflict(error) && tries < 5) continue;
        return this.#report(error);
      }
  }

  /** Tries once to take the lease, or to renew it. */
  async #try(
    signal: AbortSignal,
    limitMs: number,
    term?: Term,
  ): Promise<boolean> {
    // A request that is never answered must not take all the time that there is.
    const timeoutMs = Math.min(limitMs, this.#times.renewDeadlineMs / 2);
    try {
      return await this.#lock.takeOrRenew({ signal, timeoutMs });
    } catch (error) {
      if (signal.aborted) return false;
      if (term !== undefined) term.lastError = error;
      if (!isConflict(error) && !isAlreadyExists(error)) this.#report(error);
      return false;
    }
  }

  #tellOf(holder: string): void {
    if (holder === this.#leader) return;
    this.#leader = holder;
    try {
      this.#options.onNewLeader?.(holder);
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    try {
      (this.#options.onError ?? warn)(error);
    } catch (second) {
      warn(second);
    }
  }
}

interface ElectionTimes {
  readonly leaseDurationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryPeriodMs: number;
}

function timesOf({
  leaseDurationMs = 15_000,
  renewDeadlineMs = 10_000,
  retryPeriodMs = 2_000,
}: LeaderElectionOptions): ElectionTimes {
  if (!(Number.isInteger(leaseDurationMs / 1_000) && leaseDurationMs > 0))
    throw new TypeError(
      `"leaseDurationMs" must be whole seconds, in milliseconds: "${leaseDurationMs}"`,
    );
  if (!(leaseDurationMs > renewDeadlineMs))
    throw new TypeError(
      `"leaseDurationMs" (${leaseDurationMs}) must be more than "renewDeadlineMs" (${renewDeadlineMs})`,
    );
  if (!(retryPeriodMs > 0 && renewDeadlineMs > jitterFactor * retryPeriodMs))
    throw new TypeError(
      `"renewDeadlineMs" (${renewDeadlineMs}) must be more than ${jitterFactor} times "retryPeriodMs" (${retryPeriodMs}), which must be above 0`,
    );
  return { leaseDurationMs, renewDeadlineMs, retryPeriodMs };
}
