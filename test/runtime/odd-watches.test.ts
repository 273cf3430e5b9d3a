import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { isGone } from "../../templates/runtime/errors.js";
import type { WatchOptions } from "../../templates/runtime/types.js";
import { sendFailure, until } from "./servers.js";
import { testClock } from "./test-clock.js";
import {
  emptyList,
  errorFrame,
  frame,
  listOf,
  object,
  path,
  serve,
  stream,
  take,
} from "./watches.js";

const bookmark = (version: string): object => ({
  type: "BOOKMARK",
  object: object("", version),
});
const versionOf = (url: string): string | undefined =>
  /[?&]resourceVersion=([^&]*)/.exec(url)?.[1];

describe("a bookmark that goes back", () => {
  it.each([
    ["9", "20"],
    ["19", "20"],
    ["21", "21"],
    // Not to be compared: taken as it comes.
    ["x", "x"],
  ])("at %s has the watch go on from %s", async (version, from) => {
    const { watch, watches } = await serve({
      watches: [
        stream([frame("ADDED", "a", "20"), bookmark(version)], "end"),
        stream([frame("ADDED", "b", "22")]),
      ],
    });
    await take(watch({ clock: testClock() }), 3);
    expect(watches().map(versionOf)).toEqual(["10", from]);
  });
});

it("a bookmark's object, which has next to nothing, is no object of the program's (complaint 25)", async () => {
  // As kube-apiserver sends it.
  const bare = {
    type: "BOOKMARK",
    object: {
      kind: "Deployment",
      apiVersion: "apps/v1",
      metadata: { resourceVersion: "20", creationTimestamp: null },
      spec: { selector: null, template: { spec: { containers: null } } },
      status: {},
    },
  };
  const { watch, watches } = await serve({
    watches: [
      stream([frame("ADDED", "a", "11"), bare], "end"),
      stream([frame("ADDED", "b", "21")]),
    ],
  });
  const read: (string | undefined)[] = [];
  const transform: WatchOptions["transform"] = (one) => {
    read.push(one.metadata?.name);
    return one;
  };
  const events = watch({ clock: testClock(), transform });
  expect(await take(events, 3)).toEqual(["SYNC  @10", "ADDED a", "ADDED b"]);
  expect(read).toEqual(["a", "b"]);
  expect(watches().map(versionOf)).toEqual(["10", "20"]);
});

it("what happens while a server is too busy is told afterwards (complaint 4)", async () => {
  const busy = (response: ServerResponse): void =>
    sendFailure(response, 429, "TooManyRequests", "x", { "retry-after": "3" });
  const clock = testClock();
  const { watch, lists, watches } = await serve({
    watches: [
      stream([frame("ADDED", "a", "11")], "end"),
      ...Array.from({ length: 20 }, () => busy),
      stream([frame("MODIFIED", "a", "12"), frame("DELETED", "a", "13")]),
    ],
  });
  expect(await take(watch({ clock }), 4)).toEqual([
    "SYNC  @10",
    "ADDED a",
    "MODIFIED a",
    "DELETED a",
  ]);
  expect(lists()).toHaveLength(1);
  expect(watches().map(versionOf).slice(1)).toEqual(
    Array.from({ length: 21 }, () => "11"),
  );
  // Never sooner than it asks.
  expect(clock.sleeps.slice(1).every((ms) => ms >= 3_000)).toBe(true);
});

describe("a server without versions, as some aggregated ones are", () => {
  const unversioned = (type: string, name: string): object => ({
    type,
    object: { metadata: { name, namespace: "default" } },
  });
  const script = {
    lists: [listOf(["a", "b"], ""), listOf(["b"], "")],
    watches: [stream([unversioned("ADDED", "c")], "end"), stream([])],
  };

  it("is read anew with each connection: else nobody would hear of what ended in between", async () => {
    const { watch } = await serve(script);
    expect(await take(watch({ clock: testClock() }), 3)).toEqual([
      "SYNC a,b @",
      "ADDED c",
      "SYNC b @",
    ]);
  });

  it("is an error where that is not wanted", async () => {
    const { watch, lists } = await serve(script);
    const events = watch({ clock: testClock(), relist: false });
    await expect(take(events, 3)).rejects.toMatchObject({
      name: "InvalidAnswerError",
      message: `WATCH ${path}: the server gives no resourceVersion to go on from, and "relist" is false`,
    });
    expect(lists()).toHaveLength(1);
  });
});

describe("a server that is not to be stormed", () => {
  it("whose versions are gone after each event is read anew ever more rarely", async () => {
    const clock = testClock();
    const { watch } = await serve({
      watches: [
        stream([frame("ADDED", "a", "11"), errorFrame(410, "Expired")], "end"),
      ],
    });
    await take(watch({ clock }), 12);
    expect(clock.sleeps).toHaveLength(4);
    [250, 500, 1_000, 2_000].forEach((least, index) =>
      expect(clock.sleeps[index]).toBeGreaterThanOrEqual(least * 2 - 1),
    );
  });

  it.each([
    ["30", 30_000],
    // What stands in front of it says so while it is down, and would have the watch silent for a day.
    ["86400", 300_000],
  ])("asks to wait for %s s", async (seconds, ms) => {
    const clock = testClock();
    const { watch } = await serve({
      watches: [
        (response) =>
          sendFailure(response, 503, "ServiceUnavailable", "x", {
            "retry-after": seconds,
          }),
        stream([frame("ADDED", "a", "11")]),
      ],
    });
    await take(watch({ clock }), 2);
    expect(clock.sleeps).toEqual([ms]);
  });
});

describe("an answer that is no watch", () => {
  const page = (text: string) => (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(text);
  };

  it("is told of, also where its last line has no end", async () => {
    for (const text of ["<html>sign in</html>", "nothing"]) {
      const { watch } = await serve({ watches: [page(text)] });
      const events = watch({ clock: testClock(), resourceVersion: "5" });
      await expect(take(events, 1)).rejects.toThrow(
        `a line is not JSON: ${text}`,
      );
    }
  });

  it("is none where a frame is cut off behind white space", async () => {
    const { watch } = await serve({
      watches: [page(' {"type"'), stream([frame("ADDED", "a", "11")])],
    });
    const events = watch({ clock: testClock(), resourceVersion: "5" });
    expect(await take(events, 1)).toEqual(["ADDED a"]);
  });
});

it("an ERROR frame in front of all else is what the server says", async () => {
  const { watch } = await serve({
    streamed: [stream([errorFrame(403, "Forbidden")], "end")],
    watches: [],
  });
  await expect(take(watch(), 1)).rejects.toMatchObject({ status: 403 });
});

it("a server that goes on with objects, and never says that it was all, is listed by pages", async () => {
  const clock = testClock();
  const { watch } = await serve({
    streamed: [
      (response) => {
        response.writeHead(200);
        let count = 1;
        const write = (): void => {
          clock.forward(60_000);
          const added = frame("ADDED", `a${count++}`, String(count));
          response.write(`${JSON.stringify(added)}\n`);
          if (!response.destroyed) setTimeout(write, 2);
        };
        write();
      },
    ],
    lists: [listOf(["a"], "10")],
    watches: [],
  });
  expect(await take(watch({ clock }), 1)).toEqual(["SYNC a @10"]);
});

describe("what there is", () => {
  it("is listed by pages where its stream is gone, also where nothing is to be read again", async () => {
    const { watch } = await serve({
      streamed: [(response) => sendFailure(response, 410, "Expired", "old")],
      lists: [listOf(["a"], "10")],
      watches: [stream([errorFrame(410, "Expired")], "end")],
    });
    const said: string[] = [];
    const options: WatchOptions = { relist: false, clock: testClock() };
    const error: unknown = await (async () => {
      for await (const { type } of watch(options)) said.push(type);
    })().catch((e: unknown) => e);
    expect(said).toEqual(["SYNC"]);
    expect(isGone(error)).toBe(true);
  });

  it.each(["its answer", "the middle of its answer"])(
    "is asked for again where a server is silent in %s",
    async (where) => {
      const silent = (response: ServerResponse): void => {
        if (where === "its answer") return;
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"items":[');
      };
      const { watch, lists } = await serve({
        lists: [emptyList, silent, listOf(["a"], "20")],
        watches: [stream([errorFrame(410, "Expired")], "end"), stream([])],
      });
      const clock = testClock();
      const events = watch({ clock, idleTimeoutMs: 300 });
      expect(await take(events, 2)).toEqual(["SYNC  @10", "SYNC a @20"]);
      expect(lists()).toHaveLength(3);
    },
    30_000,
  );

  it("is waited for without a limit where there is none", async () => {
    const { watch, lists } = await serve({
      lists: [(response) => setTimeout(() => emptyList(response), 200)],
      watches: [],
    });
    for (const idleTimeoutMs of [0, Infinity]) {
      expect(await take(watch({ idleTimeoutMs }), 1)).toEqual(["SYNC  @10"]);
    }
    await until(() => lists().length === 2);
  });
});
