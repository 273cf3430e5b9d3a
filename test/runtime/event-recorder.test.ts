import { describe, expect, test } from "vitest";

import {
  eventRecorder,
  type EventsApi,
} from "../../templates/runtime/event-recorder.js";
import type { EventBody } from "../../templates/runtime/event-series.js";
import { refusal } from "./leases.js";
import { settled, steppedClock } from "./stepped-clock.js";

const web = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop", uid: "u1", resourceVersion: "7" },
};
const created = {
  type: "Normal",
  reason: "Created",
  message: "made it",
} as const;

interface Write {
  readonly verb: "create" | "patch";
  readonly namespace: string;
  readonly name: string;
  readonly body: Partial<EventBody>;
}

/** A recorder whose time stands still, and what it writes. */
function begin() {
  const clock = steppedClock();
  const errors: unknown[] = [];
  const writes: Write[] = [];
  const server = { answer: (_: Write): unknown => undefined };
  const events: EventsApi = {
    events(namespace) {
      const write = async (write: Write): Promise<void> => {
        writes.push(write);
        await server.answer(write);
      };
      return {
        create: (body) =>
          write({ verb: "create", namespace, name: body.metadata.name, body }),
        patch: (name, body) => write({ verb: "patch", namespace, name, body }),
      };
    },
  };
  const recorder = eventRecorder({
    events,
    controller: "example.com/tests",
    instance: "tests-1",
    clock,
    onError: (error) => errors.push(error),
  });
  return { clock, errors, writes, server, recorder };
}

describe("an event", () => {
  test("has all that events.k8s.io/v1 asks for", async () => {
    const { recorder, writes, errors } = begin();
    const related = { ...web, kind: "ReplicaSet" };
    recorder.event(web, { ...created, action: "Create", related });
    await settled();
    expect(writes).toEqual([
      {
        verb: "create",
        namespace: "shop",
        name: expect.stringMatching(/^web\.[0-9a-f]+-[0-9a-f]{10}$/) as unknown,
        body: {
          metadata: { name: writes[0]?.name, namespace: "shop" },
          eventTime: expect.stringMatching(/\.\d{6}Z$/) as unknown,
          type: "Normal",
          reason: "Created",
          action: "Create",
          note: "made it",
          reportingController: "example.com/tests",
          reportingInstance: "tests-1",
          regarding: {
            apiVersion: "apps/v1",
            kind: "Deployment",
            ...web.metadata,
          },
          related: {
            apiVersion: "apps/v1",
            kind: "ReplicaSet",
            ...web.metadata,
          },
        },
      },
    ]);
    expect(errors).toEqual([]);
    await recorder.close();
  });

  test("about what has no namespace is in default, with the reason for its action", async () => {
    const { recorder, writes } = begin();
    const metadata = { name: "system:node" };
    recorder.event({ apiVersion: "v1", kind: "Node", metadata }, created);
    await settled();
    expect(writes).toMatchObject([
      {
        namespace: "default",
        // An event's name may not have a colon.
        name: expect.stringMatching(/^event\./) as unknown,
        body: { action: "Created", regarding: { name: "system:node" } },
      },
    ]);
    await recorder.close();
  });

  test("is cut to the 1,024 bytes of a note, between two letters", async () => {
    const { recorder, writes } = begin();
    recorder.event(web, { ...created, message: "ä".repeat(600) });
    recorder.event(web, { ...created, message: "€".repeat(341) });
    await settled();
    expect(writes.map(({ body }) => body.note)).toEqual([
      `${"ä".repeat(510)}…`,
      "€".repeat(341),
    ]);
    await recorder.close();
  });

  test.each([
    [
      { kind: "A", metadata: { name: "a" } },
      created,
      "the object of an event needs an apiVersion, a kind and a metadata.name",
    ],
    [
      web,
      { ...created, type: "Error" },
      `an event's "type" must be Normal or Warning: "Error"`,
    ],
    [web, { ...created, reason: "" }, 'an event must have a "reason"'],
    [
      web,
      { ...created, related: {} },
      "the related object needs an apiVersion",
    ],
  ])("never throws: %j %j", async (object, facts, message) => {
    const { recorder, writes, errors } = begin();
    recorder.event(object, facts as typeof created);
    await settled();
    expect([writes, errors]).toEqual([
      [],
      [
        expect.objectContaining({
          message: expect.stringContaining(message) as unknown,
        }),
      ],
    ]);
    await recorder.close();
  });
});

describe("the same event again", () => {
  test("is counted, in one write after ten seconds, then after 20, 40, … and 300", async () => {
    const { recorder, writes, clock } = begin();
    const at: number[] = [];
    let seen = 1;
    recorder.event(web, created);
    await settled();
    for (let second = 1; second <= 1_500; second++) {
      recorder.event(
        {
          ...web,
          metadata: { ...web.metadata, resourceVersion: String(second) },
        },
        created,
      );
      await clock.advance(1_000);
      if (writes.length > seen) at.push(second);
      seen = writes.length;
    }
    expect(at).toEqual([10, 30, 70, 150, 310, 610, 910, 1_210]);
    expect(writes.slice(1, 3)).toMatchObject([
      { verb: "patch", name: writes[0]?.name, body: { series: { count: 11 } } },
      { verb: "patch", body: { series: { count: 31 } } },
    ]);
    await recorder.close();
    expect(writes.at(-1)?.body.series?.count).toBe(1_501);
  }, 60_000);

  test("what differs in anything but its time is another one", async () => {
    const { recorder, writes, clock } = begin();
    const uid = "u2";
    recorder.event(web, created);
    recorder.event(web, { ...created, message: "made another" });
    recorder.event(web, { ...created, type: "Warning" });
    recorder.event(web, { ...created, reason: "Made" });
    recorder.event(web, { ...created, action: "Make" });
    recorder.event(web, { ...created, related: web });
    recorder.event({ ...web, metadata: { ...web.metadata, uid } }, created);
    await clock.advance(60_000);
    expect(writes.map(({ verb }) => verb)).toEqual(Array(7).fill("create"));
    await recorder.close();
  });

  test("TestFinishSeries: after six minutes without it, a new one begins", async () => {
    const { recorder, writes, clock } = begin();
    recorder.event(web, created);
    await clock.advance(6 * 60_000 + 1);
    recorder.event(web, created);
    await settled();
    expect(writes.map(({ verb }) => verb)).toEqual(["create", "create"]);
    expect(writes[0]?.name).not.toBe(writes[1]?.name);
    await recorder.close();
  });

  test("is written whole where the server no longer has the first", async () => {
    const { recorder, writes, clock, server, errors } = begin();
    recorder.event(web, created);
    await settled();
    server.answer = ({ verb }) => {
      if (verb === "patch") throw refusal(404, "NotFound");
    };
    recorder.event(web, created);
    await clock.advance(10_000);
    expect(writes.slice(1)).toMatchObject([
      { verb: "patch" },
      { verb: "create", body: { note: "made it", series: { count: 2 } } },
    ]);
    expect(errors).toEqual([]);
    await recorder.close();
  });
});

test("of an object there are 25 events, and then one every five minutes", async () => {
  const { recorder, writes, clock } = begin();
  let n = 0;
  const more = (count: number, object = web): void => {
    for (const end = n + count; n < end; n++)
      recorder.event(object, { ...created, message: `${n}` });
  };
  more(30);
  await settled();
  expect(writes).toHaveLength(25);
  more(1, { ...web, kind: "StatefulSet" });
  await clock.advance(299_000);
  more(1);
  await settled();
  expect(writes).toHaveLength(26);
  await clock.advance(1_000);
  more(2);
  await settled();
  expect(writes).toHaveLength(27);
  await recorder.close();
});

describe("what fails", () => {
  test("is tried again, and told of when it is given up after twelve tries", async () => {
    const { recorder, writes, clock, server, errors } = begin();
    const failure = refusal(503, "ServiceUnavailable");
    server.answer = () => {
      throw failure;
    };
    recorder.event(web, created);
    await clock.advance(30_000);
    expect(errors).toEqual([]);
    await clock.advance(10 * 60_000);
    expect([writes.length, errors]).toEqual([12, [failure]]);
    await recorder.close();
  });

  test("is written once the server is back, with what came since", async () => {
    const { recorder, writes, clock, server, errors } = begin();
    server.answer = () => {
      throw new Error("connection refused");
    };
    for (let n = 0; n < 3; n++) recorder.event(web, created);
    await clock.advance(1_500);
    server.answer = () => undefined;
    await clock.advance(10_000);
    expect(writes.at(-1)).toMatchObject({
      verb: "create",
      body: { series: { count: 3 } },
    });
    expect(errors).toEqual([]);
    await recorder.close();
  });

  test("is not tried again where the server refuses it", async () => {
    const { recorder, writes, clock, server, errors } = begin();
    const failure = refusal(403, "Forbidden");
    server.answer = () => {
      throw failure;
    };
    recorder.event(web, created);
    await clock.advance(60_000);
    expect([writes.length, errors]).toEqual([1, [failure]]);
    await recorder.close();
  });

  test("an answer that was lost makes no second event", async () => {
    const { recorder, writes, clock, server, errors } = begin();
    let count = 0;
    server.answer = () => {
      throw count++ === 0
        ? new Error("connection reset")
        : refusal(409, "AlreadyExists");
    };
    recorder.event(web, created);
    await clock.advance(60_000);
    expect([writes.length, errors]).toEqual([2, []]);
    await recorder.close();
  });

  test("beyond 1,000 events that wait, what comes is dropped and told of", async () => {
    const { recorder, server, errors } = begin();
    server.answer = () => new Promise(() => undefined);
    for (let n = 0; n < 1_010; n++)
      recorder.event(
        { ...web, metadata: { ...web.metadata, name: `web-${n}` } },
        created,
      );
    expect(errors).toHaveLength(10);
    expect(String(errors[0])).toContain("1000 wait to be written: Created");
  });
});

describe("close", () => {
  test("writes what waits, at once, and takes nothing more", async () => {
    const { recorder, writes, clock, errors } = begin();
    recorder.event(web, created);
    await settled();
    recorder.event(web, created);
    await recorder.close();
    expect(writes).toMatchObject([
      { verb: "create" },
      { verb: "patch", body: { series: { count: 2 } } },
    ]);
    recorder.event(web, created);
    expect(String(errors)).toContain("after the recorder was closed");
    expect([writes.length, clock.sleeping]).toEqual([2, 0]);
  });

  test("does not wait longer than it may", async () => {
    const { recorder, server, errors } = begin();
    server.answer = () => new Promise(() => undefined);
    recorder.event(web, created);
    await recorder.flush({ timeoutMs: 10 });
    expect(String(errors)).toContain(
      "1 events are not all written after 10 ms",
    );
  });
});
