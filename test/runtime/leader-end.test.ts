import { describe, expect, test, vi } from "vitest";

import {
  leaderElection,
  LeadershipLostError,
} from "../../templates/runtime/leader-election.js";
import { begin, candidate, other, specOf } from "./candidates.js";
import { fakeTransport } from "./fake-transport.js";
import { refusal } from "./leases.js";
import { settled } from "./stepped-clock.js";

describe("a leader that was stopped and wakes up late", () => {
  test("knows before any timer has fired", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    const requests = leases.requests.length;
    clock.skip(10_000);
    expect(one.election.isLeader).toBe(false);
    expect(one.signal()?.aborted).toBe(true);
    await one.run;
    expect(leases.requests).toHaveLength(requests);
  });

  test.each([
    ["aborted", (signal: AbortSignal) => signal.aborted],
    [
      "throwIfAborted",
      (signal: AbortSignal) => {
        try {
          signal.throwIfAborted();
          return false;
        } catch (error) {
          return error instanceof LeadershipLostError;
        }
      },
    ],
    ["any", (signal: AbortSignal) => AbortSignal.any([signal]).aborted],
  ])("its signal is never late: %s", async (_, ask) => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    const signal = one.signal()!;
    clock.skip(9_999);
    expect(ask(signal)).toBe(false);
    clock.skip(1);
    expect(ask(signal)).toBe(true);
    await one.run;
  });

  test("also where only the time of day went on, as when the machine slept", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_001 });
    try {
      expect(one.election.isLeader).toBe(false);
      expect(one.signal()?.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
    await one.run;
  });

  test.each([8_000, 30_000])(
    "does not take the answer to a renewal from before for a new term: %i ms later",
    async (late) => {
      const { leases, clock } = begin();
      const one = candidate(leases, clock, "one");
      await settled();
      let answer: () => void = () => undefined;
      leases.after = () => new Promise<void>((resolve) => (answer = resolve));
      await clock.advance(2_000);
      clock.skip(late);
      answer();
      await settled();
      expect(one.election.isLeader).toBe(false);
      await one.run;
      expect(one.state.ended).toBeInstanceOf(LeadershipLostError);
    },
  );

  test("nor that to the request that made it the leader", async () => {
    const { leases, clock } = begin();
    let answer: () => void = () => undefined;
    leases.after = () => new Promise<void>((resolve) => (answer = resolve));
    const one = candidate(leases, clock, "one");
    await settled();
    clock.skip(30_000);
    leases.stored.set("controller", other());
    answer();
    await settled();
    expect(one.state.started).toBe(0);
    one.end.abort();
    await one.run;
  });

  test("sends nothing through its guard", async () => {
    const { leases, clock } = begin();
    const transport = fakeTransport();
    const one = candidate(leases, clock, "one");
    const guarded = one.election.guard(transport);
    const request = () => guarded.request({ method: "GET", path: "/api" });
    await expect(request()).rejects.toThrow(
      'the lease "controller" is not held by this candidate now',
    );
    await settled();
    await request();
    clock.skip(10_000);
    await expect(request()).rejects.toThrow(LeadershipLostError);
    await guarded.close();
    expect([transport.requests.length, transport.closed]).toEqual([1, false]);
    await one.run;
  });
});

describe("giving the lease away", () => {
  test("TestReleaseLease: the next one may take it at once", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    const two = candidate(leases, clock, "two");
    // The first time it met a conflict, or that the lease exists.
    await clock.advance(5_000);
    one.end.abort();
    await one.run;
    expect(one.state.ended).toBe("in order");
    expect(specOf(leases)).toMatchObject({
      holderIdentity: "",
      leaseDurationSeconds: 1,
      leaseTransitions: 0,
    });
    await clock.advance(4_400);
    expect([two.election.isLeader, two.leaders]).toEqual([
      true,
      ["one", "two"],
    ]);
    expect(specOf(leases)?.leaseTransitions).toBe(1);
    two.end.abort();
    await two.run;
  });

  test("TestReleaseRetriesOnConflict", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    let left = 2;
    leases.before = (verb) => {
      if (verb === "update" && left-- > 0) throw refusal(409, "Conflict");
    };
    one.end.abort();
    await one.run;
    expect([specOf(leases)?.holderIdentity, one.errors]).toEqual(["", []]);
  });

  test("it is kept, and renewed, until the function has ended", async () => {
    const { leases, clock } = begin();
    const end = new AbortController();
    let finish: () => void = () => undefined;
    const election = leaderElection({
      leases,
      name: "controller",
      identity: "one",
      clock,
    });
    const run = election.run(
      () => new Promise<void>((resolve) => (finish = resolve)),
      { signal: end.signal },
    );
    await settled();
    end.abort();
    await clock.advance(60_000);
    expect(election.isLeader).toBe(true);
    expect(specOf(leases)?.holderIdentity).toBe("one");
    finish();
    await run;
    expect([election.isLeader, specOf(leases)?.holderIdentity]).toEqual([
      false,
      "",
    ]);
    expect(clock.sleeping).toBe(0);
  });

  test("also when the function throws, which run rejects with", async () => {
    const { leases, clock } = begin();
    const election = leaderElection({
      leases,
      name: "controller",
      identity: "one",
      clock,
    });
    const failure = new Error("cannot lead");
    await expect(
      election.run(() => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(specOf(leases)?.holderIdentity).toBe("");
    // It can stand again.
    await election.run(() => undefined);
    expect(specOf(leases)?.leaseTransitions).toBe(1);
  });

  test("whoever never led ends without a trace", async () => {
    const { leases, clock } = begin();
    leases.stored.set("controller", other());
    const one = candidate(leases, clock, "one");
    await clock.advance(3_000);
    one.end.abort();
    await one.run;
    expect([one.state, clock.sleeping]).toEqual([
      { started: 0, ended: "in order" },
      0,
    ]);
    expect(specOf(leases)).toEqual(other().spec);
  });

  test("also where it was taken while the candidate was ended: nobody leads then", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    leases.after = () => one.end.abort();
    await one.run;
    expect(one.state).toEqual({ started: 0, ended: "in order" });
    expect(specOf(leases)?.holderIdentity).toBe("");
  });

  test.each(["answered", "not answered"])(
    "also where the request that took it was cut off and %s",
    async (how) => {
      const { leases, clock } = begin();
      const one = candidate(leases, clock, "one", { onNewLeader: undefined });
      leases.after = async (verb) => {
        if (verb !== "create") return;
        one.end.abort();
        if (how === "answered") return;
        // As the transport does it.
        throw one.end.signal.reason;
      };
      await one.run;
      expect(one.state).toEqual({ started: 0, ended: "in order" });
      expect(specOf(leases)?.holderIdentity).toBe("");
      expect(leases.requests).toEqual(["get", "create", "get", "update"]);
    },
  );

  test("a candidate that was refused has nothing to give away", async () => {
    const { leases, clock } = begin();
    leases.before = (verb) => {
      if (verb === "create") throw refusal(403, "Forbidden");
    };
    const one = candidate(leases, clock, "one");
    await settled();
    one.end.abort();
    await one.run;
    expect(leases.requests).toEqual(["get", "create"]);
  });
});
