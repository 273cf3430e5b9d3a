import { describe, expect, test } from "vitest";

import { refusal } from "./leases.js";
import { begin, created, web } from "./recorded-events.js";
import { settled } from "./stepped-clock.js";

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

  test("is told of once, also where it is flushed meanwhile", async () => {
    const { recorder, server, errors } = begin();
    const failure = refusal(403, "Forbidden");
    server.answer = async () => {
      await settled();
      throw failure;
    };
    recorder.event(web, created);
    await recorder.close();
    expect(errors).toEqual([failure]);
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
