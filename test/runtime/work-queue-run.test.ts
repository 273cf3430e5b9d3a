import { describe, expect, test } from "vitest";

import { workQueue } from "../../templates/runtime/work-queue.js";
import { settled, steppedClock } from "./stepped-clock.js";

const rejected = () => Promise.reject(new Error("not this time"));

/** A queue whose time stands still. */
function still() {
  const clock = steppedClock();
  return { clock, queue: workQueue({ clock }) };
}

describe("run", () => {
  test("works on as many at once as it may, and never twice on one", async () => {
    const { queue } = still();
    const end = new AbortController();
    const busy = new Map<string, () => void>();
    let most = 0;
    let calls = 0;
    const run = queue.run(
      async (item) => {
        expect(busy.has(item)).toBe(false);
        calls += 1;
        await new Promise<void>((resolve) => {
          busy.set(item, resolve);
          most = Math.max(most, busy.size);
        });
        busy.delete(item);
      },
      { concurrency: 2, signal: end.signal },
    );
    for (const item of ["a", "b", "c"]) queue.add(item);
    await settled();
    expect([...busy.keys()]).toEqual(["a", "b"]);
    queue.add("a");
    busy.get("b")?.();
    await settled();
    expect([...busy.keys()]).toEqual(["a", "c"]);
    busy.get("a")?.();
    await settled();
    expect([...busy.keys()]).toEqual(["c", "a"]);
    end.abort();
    for (const finish of busy.values()) finish();
    await run;
    expect([most, calls]).toEqual([2, 4]);
  });

  test("tries again what failed, tells of it, and forgets what succeeded", async () => {
    const { clock, queue } = still();
    const end = new AbortController();
    const told: unknown[] = [];
    let calls = 0;
    const run = queue.run(
      () => {
        if (++calls < 4) throw new Error(`failure ${calls}`);
      },
      {
        signal: end.signal,
        onError: (error, item, retries) =>
          told.push([String(error), item, retries]),
      },
    );
    queue.add("a");
    await clock.advance(4);
    expect(calls).toBe(1);
    await clock.advance(31);
    expect(calls).toBe(4);
    expect(told).toEqual([
      ["Error: failure 1", "a", 1],
      ["Error: failure 2", "a", 2],
      ["Error: failure 3", "a", 3],
    ]);
    expect(queue.retries("a")).toBe(0);
    await clock.advance(10_000);
    expect(calls).toBe(4);
    end.abort();
    await run;
  });

  test("stops: nothing further is taken, what runs comes to its end, and the rest is there for the next run", async () => {
    const { queue } = still();
    const end = new AbortController();
    let finish: () => void = () => undefined;
    let ended = false;
    const seen: string[] = [];
    const run = queue
      .run(
        (item) => {
          seen.push(item);
          return new Promise<void>((resolve) => (finish = resolve));
        },
        { signal: end.signal },
      )
      .then(() => (ended = true));
    queue.add("a");
    queue.add("b");
    await settled();
    end.abort();
    await settled();
    expect([seen, ended]).toEqual([["a"], false]);
    finish();
    await run;
    expect(seen).toEqual(["a"]);
    const again = new AbortController();
    await queue.run((item) => (seen.push(item), again.abort()), {
      signal: again.signal,
    });
    expect(seen).toEqual(["a", "b"]);
  });

  test("what ends by the signal's own reason has not failed, and stays", async () => {
    const { queue } = still();
    const end = new AbortController();
    const told: unknown[] = [];
    const run = queue.run(
      (_item, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener("abort", () =>
            reject(signal.reason as Error),
          ),
        ),
      { signal: end.signal, onError: (error) => told.push(error) },
    );
    queue.add("a");
    await settled();
    end.abort(new Error("the end"));
    await run;
    expect([told, queue.retries("a"), queue.length]).toEqual([[], 0, 1]);
  });

  test("ends at once where its signal is aborted already", async () => {
    const { queue } = still();
    queue.add("a");
    await queue.run(rejected, { signal: AbortSignal.abort() });
    expect(queue.length).toBe(1);
  });

  test("ends once the queue is shut down and empty", async () => {
    const { queue } = still();
    const seen: string[] = [];
    queue.add("a");
    queue.add("b");
    const run = queue.run((item) => seen.push(item), { concurrency: 3 });
    queue.shutDown();
    await run;
    expect(seen).toEqual(["a", "b"]);
  });

  test("rejects with what onError throws, once the others are done", async () => {
    const { queue } = still();
    const fatal = new Error("no more");
    let others = 0;
    queue.add("bad");
    queue.add("good");
    const run = queue.run(
      async (item) => {
        if (item === "bad") throw new Error("bad");
        await settled();
        others += 1;
      },
      {
        concurrency: 2,
        onError: () => {
          throw fatal;
        },
      },
    );
    await expect(run).rejects.toBe(fatal);
    expect([others, queue.retries("bad")]).toEqual([1, 1]);
  });

  test("warns of what nobody takes", async () => {
    const { queue } = still();
    const warned = new Promise((resolve) => process.once("warning", resolve));
    const end = new AbortController();
    queue.add("a");
    const run = queue.run(rejected, { signal: end.signal });
    expect(await warned).toMatchObject({ message: "not this time" });
    end.abort();
    await run;
  });

  test.each([0, -1, 1.5, Number.NaN])(
    "refuses a concurrency of %s",
    async (concurrency) => {
      const { queue } = still();
      await expect(queue.run(rejected, { concurrency })).rejects.toThrow(
        `"concurrency" must be a whole number above 0: "${concurrency}"`,
      );
    },
  );
});
