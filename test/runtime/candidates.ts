import {
  leaderElection,
  type LeaderElectionOptions,
} from "../../templates/runtime/leader-election.js";
import { testLeases, type TestLeases } from "./leases.js";
import { steppedClock, type SteppedClock } from "./stepped-clock.js";

/** A candidate that leads until it is told to stop, and what became of it. */
export function candidate(
  leases: TestLeases,
  clock: SteppedClock,
  identity: string,
  options: Partial<LeaderElectionOptions> = {},
) {
  const errors: unknown[] = [];
  const leaders: string[] = [];
  const end = new AbortController();
  const election = leaderElection({
    leases,
    name: "controller",
    identity,
    clock,
    onError: (error) => errors.push(error),
    onNewLeader: (leader) => leaders.push(leader),
    ...options,
  });
  let signal: AbortSignal | undefined;
  const state: { started: number; ended: unknown } = {
    started: 0,
    ended: undefined,
  };
  const run = election
    .run(
      (given) => {
        signal = given;
        state.started += 1;
        return new Promise((_, reject) =>
          given.addEventListener("abort", () => reject(given.reason as Error)),
        );
      },
      { signal: end.signal },
    )
    .then(
      () => (state.ended = "in order"),
      (error: unknown) => (state.ended = error),
    );
  return { election, errors, leaders, end, run, state, signal: () => signal };
}

/** Who holds the lease, as it is stored. */
export const specOf = (leases: TestLeases) =>
  leases.stored.get("controller")?.spec;
/** The lease of a candidate that does nothing. */
export const other = (changes: object = {}) => ({
  metadata: { name: "controller", resourceVersion: "other" },
  spec: {
    holderIdentity: "other",
    leaseDurationSeconds: 15,
    // As a machine writes them whose clock is wrong by years.
    acquireTime: "2001-01-01T00:00:00.000000Z",
    renewTime: "2001-01-01T00:00:00.000000Z",
    leaseTransitions: 3,
    ...changes,
  },
});

export function begin() {
  const [leases, clock] = [testLeases(), steppedClock()];
  return { leases, clock };
}
