import { describe, expect, test } from "vitest";

import {
  leaderElection,
  LeadershipLostError,
} from "../../templates/runtime/leader-election.js";
import { begin, candidate, other, specOf } from "./candidates.js";
import { refusal, testLeases } from "./leases.js";
import { settled } from "./stepped-clock.js";

describe("taking the lease, as client-go's TestTryAcquireOrRenew", () => {
  test("acquire from no object: it is created", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    expect(one.election.isLeader).toBe(true);
    expect(specOf(leases)).toEqual({
      holderIdentity: "one",
      leaseDurationSeconds: 15,
      leaseTransitions: 0,
      acquireTime: expect.stringMatching(/T.*\.\d{6}Z$/) as unknown,
      renewTime: expect.stringMatching(/T.*\.\d{6}Z$/) as unknown,
    });
    expect(one.leaders).toEqual(["one"]);
    one.end.abort();
    await one.run;
  });

  test("acquire from a free object, and from the released lease: a transition is counted", async () => {
    for (const holderIdentity of ["", undefined]) {
      const { leases, clock } = begin();
      leases.stored.set("controller", other({ holderIdentity }));
      const one = candidate(leases, clock, "one");
      await settled();
      expect(specOf(leases)).toMatchObject({
        holderIdentity: "one",
        leaseTransitions: 4,
      });
      one.end.abort();
      await one.run;
    }
  });

  test("don't acquire from led, unacked object; acquire from led one which is not renewed for its duration, whatever times it holds", async () => {
    const { leases, clock } = begin();
    leases.stored.set("controller", other());
    const one = candidate(leases, clock, "one");
    await clock.advance(14_999);
    expect(one.state.started).toBe(0);
    expect(one.leaders).toEqual(["other"]);
    await clock.advance(5_000);
    expect(one.state.started).toBe(1);
    expect(one.leaders).toEqual(["other", "one"]);
    expect(specOf(leases)?.leaseTransitions).toBe(4);
    one.end.abort();
    await one.run;
  });

  test("a lease that changes stays its holder's; an annotation is no renewal", async () => {
    const { leases, clock } = begin();
    leases.stored.set("controller", other());
    const one = candidate(leases, clock, "one");
    for (let n = 1; n < 10; n++) {
      await clock.advance(10_000);
      const renewTime = `2001-01-01T00:00:0${n}.000000Z`;
      leases.stored.set("controller", other({ renewTime }));
    }
    expect(one.state.started).toBe(0);
    for (let n = 0; one.state.started === 0 && n < 4; n++) {
      const { spec } = leases.stored.get("controller") ?? {};
      const metadata = { name: "controller", resourceVersion: `noted-${n}` };
      leases.stored.set("controller", { metadata, spec: { ...spec } });
      await clock.advance(6_000);
    }
    expect(one.state.started).toBe(1);
    one.end.abort();
    await one.run;
  });

  test("takes a lease that holds its own identity at once, and keeps its terms", async () => {
    const { leases, clock } = begin();
    leases.stored.set("controller", other({ holderIdentity: "one" }));
    const one = candidate(leases, clock, "one");
    await settled();
    expect(specOf(leases)).toMatchObject({
      acquireTime: "2001-01-01T00:00:00.000000Z",
      leaseTransitions: 3,
    });
    one.end.abort();
    await one.run;
  });

  test("of two at once one leads, and the conflict is no failure", async () => {
    const { leases, clock } = begin();
    const both = [candidate(leases, clock, "a"), candidate(leases, clock, "b")];
    await settled();
    await clock.advance(60_000);
    expect(both.map(({ election }) => election.isLeader).sort()).toEqual([
      false,
      true,
    ]);
    expect(both.flatMap(({ errors }) => errors)).toEqual([]);
    for (const { end, run } of both) {
      end.abort();
      await run;
    }
  });

  test("goes on through failures until it leads, and tells of them", async () => {
    const { leases, clock } = begin();
    const failures = [
      refusal(503, "ServiceUnavailable"),
      refusal(403, "Forbidden"),
    ];
    leases.before = () => {
      const failure = failures.pop();
      if (failure !== undefined) throw failure;
    };
    const one = candidate(leases, clock, "one");
    await clock.advance(10_000);
    expect([one.election.isLeader, one.errors.length]).toEqual([true, 2]);
    one.end.abort();
    await one.run;
  });
});

describe("keeping the lease", () => {
  test("TestFastPathLeaderElection: it is renewed by one request every two seconds", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await clock.advance(20_000);
    expect(leases.requests).toEqual([
      "get",
      "create",
      ...Array.from({ length: 10 }, () => "update"),
    ]);
    expect(specOf(leases)?.leaseTransitions).toBe(0);
    one.end.abort();
    await one.run;
  });

  test("fields of others stay: labels, and what only newer servers know", async () => {
    const { leases, clock } = begin();
    leases.stored.set("controller", {
      ...other({ holderIdentity: "", strategy: "OldestEmulationVersion" }),
      metadata: { name: "controller", resourceVersion: "1", uid: "u" },
    });
    const one = candidate(leases, clock, "one");
    await settled();
    expect(leases.stored.get("controller")).toMatchObject({
      metadata: { uid: "u" },
      spec: { strategy: "OldestEmulationVersion" },
    });
    one.end.abort();
    await one.run;
  });

  test.each([
    ["a conflict with what changed nothing of the holder", 409, "Conflict", 0],
    ["a server that fails", 500, "InternalError", 3],
  ])("%s is lived through", async (_, status, reason, told) => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    let left = 3;
    leases.before = () => {
      if (left-- > 0) throw refusal(status, reason);
    };
    await clock.advance(9_000);
    expect([one.election.isLeader, one.errors.length]).toEqual([true, told]);
    await clock.advance(20_000);
    expect(one.election.isLeader).toBe(true);
    one.end.abort();
    await one.run;
  });

  test("a renewal whose answer is lost is found out about by reading", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    let left = 1;
    leases.after = () => {
      if (left-- > 0) throw new Error("connection reset");
    };
    await clock.advance(60_000);
    expect([one.election.isLeader, one.errors.length]).toEqual([true, 1]);
    expect(leases.requests.filter((verb) => verb === "get")).toHaveLength(2);
    one.end.abort();
    await one.run;
  });

  test("not renewed for ten seconds it is lost: the signal, the promise, and every request say so", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    const failure = refusal(500, "InternalError");
    leases.before = () => {
      throw failure;
    };
    await clock.advance(9_999);
    expect(one.signal()?.aborted).toBe(false);
    await clock.advance(1);
    expect(one.signal()?.aborted).toBe(true);
    await one.run;
    expect(one.state.ended).toBeInstanceOf(LeadershipLostError);
    expect(one.state.ended).toMatchObject({
      message: 'the lease "controller" is lost: not renewed for 10000 ms',
      cause: failure,
    });
    expect(one.election.isLeader).toBe(false);
    // Nobody released it: it may be another's by now.
    expect(specOf(leases)?.holderIdentity).toBe("one");
  });

  test("a server that never answers cannot keep a leader in office", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    leases.before = () => new Promise(() => undefined);
    await clock.advance(10_000);
    expect(one.signal()?.aborted).toBe(true);
    expect(one.election.isLeader).toBe(false);
  });

  test("held by another it is lost at once", async () => {
    const { leases, clock } = begin();
    const one = candidate(leases, clock, "one");
    await settled();
    leases.stored.set("controller", other());
    // The write meets a conflict; the next try reads why.
    await clock.advance(4_000);
    await one.run;
    expect(String(one.state.ended)).toBe(
      'LeadershipLostError: the lease "controller" is lost: it is held by "other"',
    );
    expect(specOf(leases)?.holderIdentity).toBe("other");
  });
});

test.each([
  [
    { leaseDurationMs: 10_000 },
    '"leaseDurationMs" (10000) must be more than "renewDeadlineMs" (10000)',
  ],
  [
    { leaseDurationMs: 15_500 },
    '"leaseDurationMs" must be whole seconds, in milliseconds: "15500"',
  ],
  [
    { renewDeadlineMs: 2_400 },
    '"renewDeadlineMs" (2400) must be more than 1.2 times "retryPeriodMs" (2000)',
  ],
  [{ retryPeriodMs: 0 }, "must be above 0"],
  [{ identity: "" }, '"identity" must not be empty'],
  [{ name: "" }, '"name" must not be empty'],
])("TestLeaderElectionConfigValidation: %j", (options, message) => {
  const base = { leases: testLeases(), name: "controller", identity: "one" };
  expect(() => leaderElection({ ...base, ...options })).toThrow(message);
});
