import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { until } from "./servers.js";
import { steppedClock } from "./stepped-clock.js";
import {
  errorFrame,
  frame,
  listOf,
  serve,
  stream,
  type Script,
} from "./watches.js";

const silent = (): void => undefined;

/** What a watch can be at, and how it is known that it is. */
const states: [
  name: string,
  script: Script,
  isThere: (asked: {
    lists: number;
    watches: number;
    streamed: number;
  }) => boolean,
][] = [
  [
    "asks for what there is",
    { streamed: [silent], watches: [] },
    ({ streamed }) => streamed === 1,
  ],
  [
    "reads what there is",
    { streamed: [stream([frame("ADDED", "a", "1")])], watches: [] },
    ({ streamed }) => streamed === 1,
  ],
  [
    "asks for the first page",
    { lists: [silent], watches: [] },
    ({ lists }) => lists === 1,
  ],
  [
    "asks for the next page",
    { lists: [listOf(["a"], "10", "more"), silent], watches: [] },
    ({ lists }) => lists === 2,
  ],
  ["asks to watch", { watches: [silent] }, ({ watches }) => watches === 1],
  [
    "waits for events",
    { watches: [stream([])] },
    ({ watches }) => watches === 1,
  ],
];

describe.each(states)("a watch that %s", (_, script, isThere) => {
  const start = async (signal?: AbortSignal) => {
    const { watch, server, lists, watches, streamed } = await serve(script);
    const events = watch({ signal })[Symbol.asyncIterator]();
    const rest = (async () => {
      for (;;) if ((await events.next()).done === true) return "done";
    })().catch((error: unknown) => error);
    await until(() =>
      isThere({
        lists: lists().length,
        watches: watches().length,
        streamed: streamed().length,
      }),
    );
    // Its answer is on the way.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { events, rest, server };
  };

  it("ends by its signal, with its reason", async () => {
    const controller = new AbortController();
    const { rest, server, events } = await start(controller.signal);
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await rest).toBe(reason);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    await until(() => server.open() <= 1);
  });

  it("ends by return", async () => {
    const controller = new AbortController();
    const { rest, server, events } = await start(controller.signal);
    expect(await events.return?.()).toEqual({ done: true, value: undefined });
    expect(await rest).toBe("done");
    expect(await events.return?.()).toEqual({ done: true, value: undefined });
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    await until(() => server.open() <= 1);
  });
});

describe("a watch that pauses", () => {
  const pausing = async (signal: AbortSignal) => {
    const clock = steppedClock();
    const { watch } = await serve({
      watches: [stream([errorFrame(500, "InternalError")], "end")],
    });
    const events = watch({ signal, clock })[Symbol.asyncIterator]();
    await events.next();
    const next = events.next().catch((error: unknown) => error);
    await until(() => clock.sleeping === 1);
    return { events, next, clock };
  };

  it("ends by its signal", async () => {
    const controller = new AbortController();
    const { next, clock } = await pausing(controller.signal);
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await next).toBe(reason);
    expect(clock.sleeping).toBe(0);
  });

  it("ends by return", async () => {
    const { events, next, clock } = await pausing(new AbortController().signal);
    await events.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(clock.sleeping).toBe(0);
  });
});

const three = stream([
  frame("ADDED", "a", "11"),
  frame("ADDED", "b", "12"),
  frame("ADDED", "c", "13"),
]);

it("a watch tells nothing more once it is ended, also of what it has read", async () => {
  const controller = new AbortController();
  const { watch } = await serve({ watches: [three] });
  const events = watch({ signal: controller.signal })[Symbol.asyncIterator]();
  await events.next();
  await events.next();
  controller.abort(new Error("enough"));
  await expect(events.next()).rejects.toThrow("enough");
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

it("a watch that is returned from before it began sends nothing", async () => {
  const { watch, server } = await serve({ watches: [three] });
  const events = watch()[Symbol.asyncIterator]();
  expect(await events.return?.()).toEqual({ done: true, value: undefined });
  expect(await events.next()).toEqual({ done: true, value: undefined });
  expect(server.asked).toEqual([]);
});

it("several calls of next at once get one event each, in their order, and its end", async () => {
  const { watch } = await serve({ watches: [three] });
  const events = watch()[Symbol.asyncIterator]();
  const all = Array.from({ length: 6 }, () => events.next());
  const said = await Promise.all(
    all.slice(0, 4).map(async (next) => {
      const { value } = await next;
      return value?.type === "SYNC"
        ? "SYNC"
        : (value?.object.metadata?.name ?? "nothing");
    }),
  );
  expect(said).toEqual(["SYNC", "a", "b", "c"]);
  await events.return?.();
  expect(await Promise.all(all.slice(4))).toEqual([
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
});

it("a reader that throws ends its watch", async () => {
  const { watch, server } = await serve({ watches: [three] });
  const read = async (): Promise<void> => {
    for await (const event of watch())
      if (event.type !== "SYNC") throw new Error("of the reader");
  };
  await expect(read()).rejects.toThrow("of the reader");
  await until(() => server.open() <= 1);
});
