import { describe, expect, test } from "vitest";

import { refusal } from "./leases.js";
import { begin, created, web } from "./recorded-events.js";
import { settled } from "./stepped-clock.js";

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
  });

  test("is counted as rarely where it happens all the time, and each write takes its time", async () => {
    const { recorder, writes, clock, server } = begin();
    server.answer = () => clock.sleep(50, new AbortController().signal);
    for (let ms = 0; ms < 75_000; ms += 20) {
      recorder.event(web, created);
      await clock.advance(20);
    }
    // At once, and after 10, 20 and 40 seconds.
    expect(writes).toHaveLength(4);
    const flushed = recorder.flush();
    await clock.advance(100);
    await flushed;
    expect(writes.at(-1)?.body.series?.count).toBe(3_750);
  });

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
