import { describe, expect, test } from "vitest";

import { rateLimiter } from "../../templates/runtime/rate-limiter.js";
import {
  workQueue,
  type WorkQueue,
} from "../../templates/runtime/work-queue.js";
import { settled, steppedClock } from "./stepped-clock.js";

/** A queue whose time stands still, and what can be taken from it now. */
function still() {
  const clock = steppedClock();
  const queue = workQueue({ clock });
  return { clock, queue };
}

async function take(queue: WorkQueue<string>): Promise<string | undefined> {
  const none = new AbortController();
  const taken = queue.get(none.signal).catch(() => "nothing");
  await settled();
  none.abort();
  return taken;
}

describe("as client-go's queue", () => {
  test("gives items in the order that they came", async () => {
    const { queue } = still();
    for (const item of ["a", "b", "c"]) queue.add(item);
    expect(queue.length).toBe(3);
    expect([await take(queue), await take(queue), await take(queue)]).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(await take(queue)).toBe("nothing");
  });

  test("TestCollapse, TestLen: an item that waits is not added again", async () => {
    const { queue } = still();
    for (let n = 0; n < 3; n++) queue.add("a");
    expect(queue.length).toBe(1);
    expect(await take(queue)).toBe("a");
    queue.done("a");
    expect(await take(queue)).toBe("nothing");
  });

  test("TestCollapseWhileProcessing: an item added while it is worked on comes once, when that is done", async () => {
    const { queue } = still();
    queue.add("a");
    expect(await take(queue)).toBe("a");
    for (let n = 0; n < 3; n++) queue.add("a");
    expect(queue.length).toBe(0);
    expect(await take(queue)).toBe("nothing");
    queue.done("a");
    expect(await take(queue)).toBe("a");
    queue.done("a");
    expect(await take(queue)).toBe("nothing");
  });

  test("TestReinsert: an item can come again after it was done", async () => {
    const { queue } = still();
    queue.add("a");
    queue.done((await take(queue)) ?? "");
    queue.add("a");
    expect(await take(queue)).toBe("a");
  });

  test("whoever waits gets what comes", async () => {
    const { queue } = still();
    const [one, other] = [queue.get(), queue.get()];
    queue.add("a");
    queue.add("b");
    expect(new Set([await one, await other])).toEqual(new Set(["a", "b"]));
  });

  test("TestNoQueueDrainageUsingShutDown: shut down, it takes nothing in and gives what there is", async () => {
    const { clock, queue } = still();
    queue.add("a");
    queue.addAfter("late", 10);
    const later = workQueue();
    const waiting = later.get();
    later.shutDown();
    expect(await waiting).toBeUndefined();

    queue.shutDown();
    queue.add("b");
    queue.addAfter("c", 10);
    await clock.advance(20);
    expect(await queue.get()).toBe("a");
    expect(await queue.get()).toBeUndefined();
  });

  test("keeps an order of 100,000 items, in no time that grows with the square", async () => {
    const { queue } = still();
    const items = Array.from({ length: 100_000 }, (_, n) => String(n));
    for (const item of items) queue.add(item);
    const taken: string[] = [];
    const end = new AbortController();
    await queue.run(
      (item) => taken.push(item) === items.length && end.abort(),
      { signal: end.signal },
    );
    expect(taken).toEqual(items);
  });
});

describe("as client-go's delaying queue", () => {
  test("TestSimpleQueue: an item comes when its time is over, not before", async () => {
    const { clock, queue } = still();
    queue.addAfter("a", 50);
    expect(queue.length).toBe(0);
    await clock.advance(49);
    expect(await take(queue)).toBe("nothing");
    await clock.advance(1);
    expect(queue.length).toBe(1);
    expect(await take(queue)).toBe("a");
  });

  test("TestDeduping: of two delays of an item the shorter one counts, and it comes once", async () => {
    for (const delays of [
      [30, 70],
      [70, 30],
    ]) {
      const { clock, queue } = still();
      for (const ms of delays) queue.addAfter("a", ms);
      await clock.advance(30);
      expect(await take(queue)).toBe("a");
      queue.done("a");
      await clock.advance(100);
      expect(await take(queue)).toBe("nothing");
    }
  });

  test("TestAddTwoFireEarly: the one who waits is woken for the item that is due first", async () => {
    const { clock, queue } = still();
    const got = [queue.get(), queue.get()];
    queue.addAfter("slow", 3_000);
    queue.addAfter("quick", 50);
    await clock.advance(60);
    expect(await got[0]).toBe("quick");
    await clock.advance(3_000);
    expect(await got[1]).toBe("slow");
  });

  test("without a delay it is added at once", async () => {
    const { queue } = still();
    queue.addAfter("a", 0);
    queue.addAfter("b", -1);
    expect(queue.length).toBe(2);
  });

  test("many delays come in their order", async () => {
    const { clock, queue } = still();
    const delays = Array.from(
      { length: 500 },
      (_, n) => ((n * 7919) % 500) + 1,
    );
    for (const ms of delays) queue.addAfter(`${ms}`, ms);
    for (const ms of delays.slice(0, 250)) queue.addAfter(`${ms}`, ms / 2);
    const halved = new Set(delays.slice(0, 250));
    const at = (ms: number) => (halved.has(ms) ? ms / 2 : ms);
    const expected = [...delays].sort((a, b) => at(a) - at(b));
    const taken: number[] = [];
    const end = new AbortController();
    const run = queue.run((item) => taken.push(Number(item)), {
      signal: end.signal,
    });
    await clock.advance(500);
    end.abort();
    await run;
    expect(taken.map(at)).toEqual(expected.map(at));
    expect(new Set(taken).size).toBe(500);
  });

  test("has no timer while nobody waits, and one for all who do", async () => {
    const { clock, queue } = still();
    queue.addAfter("a", 10);
    queue.addAfter("b", 20);
    expect(clock.sleeping).toBe(0);
    const end = new AbortController();
    const run = queue.run(() => undefined, {
      concurrency: 5,
      signal: end.signal,
    });
    await settled();
    expect(clock.sleeping).toBe(1);
    await clock.advance(20);
    expect(clock.sleeping).toBe(0);
    queue.addAfter("a", 10);
    expect(clock.sleeping).toBe(1);
    end.abort();
    await run;
    expect(clock.sleeping).toBe(0);
  });
});

describe("as client-go's rate-limiting queue", () => {
  /** How long an item waits each time it fails. */
  async function delays(failures: number): Promise<number[]> {
    const { clock, queue } = still();
    const waited: number[] = [];
    for (let n = 0; n < failures; n++) {
      const before = clock.now();
      queue.addRateLimited("a");
      while (queue.length === 0) await clock.advance(1);
      waited.push(clock.now() - before);
      queue.done((await queue.get()) ?? "");
    }
    return waited;
  }

  test("TestItemExponentialFailureRateLimiter: 5 ms, doubling with each failure", async () => {
    expect(await delays(6)).toEqual([5, 10, 20, 40, 80, 160]);
  });

  test("TestItemExponentialFailureRateLimiterOverFlow: never longer than 1,000 s", () => {
    const limiter = rateLimiter({ perSecond: 1e9 }, 0);
    const waits = Array.from({ length: 1_100 }, () => limiter.when("a", 0));
    expect(waits.slice(16, 20)).toEqual([327_680, 655_360, 1e6, 1e6]);
    expect([waits.at(-1), limiter.retries("a")]).toEqual([1e6, 1_100]);
    limiter.forget("a");
    expect(limiter.when("a", 0)).toBe(5);
  });

  test("DefaultTypedControllerRateLimiter: 100 retries at once, then 10 a second for all items together", async () => {
    const { clock, queue } = still();
    for (let n = 0; n < 120; n++) queue.addRateLimited(`${n}`);
    await clock.advance(5);
    expect(queue.length).toBe(100);
    await clock.advance(95);
    expect(queue.length).toBe(101);
    await clock.advance(1_000);
    expect(queue.length).toBe(111);
    await clock.advance(900);
    expect(queue.length).toBe(120);
  });

  test("TestRateLimitingQueue: forgotten, an item begins anew", async () => {
    const { clock, queue } = still();
    queue.addRateLimited("a");
    queue.addRateLimited("a");
    expect([queue.retries("a"), queue.retries("b")]).toEqual([2, 0]);
    queue.forget("a");
    expect(queue.retries("a")).toBe(0);
    await clock.advance(5);
    expect(await take(queue)).toBe("a");
    queue.done("a");
    queue.addRateLimited("a");
    await clock.advance(5);
    expect(await take(queue)).toBe("a");
  });
});

test("objects are the same by what keyOf gives", async () => {
  interface Key {
    readonly namespace: string;
    readonly name: string;
  }
  const queue = workQueue<Key>({
    keyOf: (key) => `${key.namespace}/${key.name}`,
  });
  queue.add({ namespace: "a", name: "b" });
  queue.add({ namespace: "a", name: "b" });
  expect(queue.length).toBe(1);
  expect((await queue.get())?.name).toBe("b");
});

test("objects without keyOf do not compile", () => {
  // @ts-expect-error items that are no strings need it
  workQueue<{ readonly name: string }>();
});
