import type { ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { isForbidden } from "../../templates/runtime/errors.js";
import type { KubernetesObject } from "../../templates/runtime/types.js";
import { sendFailure } from "./servers.js";
import { testClock } from "./test-clock.js";
import {
  errorFrame,
  frame,
  initialEnd,
  listOf,
  object,
  serve,
  stream,
  take,
} from "./watches.js";

describe("a watch of a server that streams lists", () => {
  it("is one request: what there is, up to the bookmark that says so, and then what happens", async () => {
    const { watch, lists, watches, streamed } = await serve({
      streamed: [
        stream([
          frame("ADDED", "a", "3"),
          frame("ADDED", "b", "1"),
          initialEnd("10"),
          frame("MODIFIED", "a", "11"),
        ]),
      ],
      watches: [],
    });
    expect(await take(watch({ labelSelector: { app: "web" } }), 2)).toEqual([
      "SYNC a,b @10",
      "MODIFIED a",
    ]);
    expect(streamed()).toEqual([
      expect.stringMatching(
        /^[^?]+\?labelSelector=app%3Dweb&watch=true&allowWatchBookmarks=true&timeoutSeconds=[345]\d\d&sendInitialEvents=true&resourceVersionMatch=NotOlderThan$/,
      ),
    ]);
    expect([...lists(), ...watches()]).toEqual([]);
  });

  it("is not asked for that in a page, whose browser has such a watch compressed", async () => {
    vi.stubGlobal("location", { origin: "https://page.example" });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { watch, lists, streamed } = await serve({
      lists: [listOf(["a"], "10")],
      watches: [stream([frame("MODIFIED", "a", "11")])],
    });
    expect(await take(watch(), 2)).toEqual(["SYNC a @10", "MODIFIED a"]);
    expect([lists().length, streamed()]).toEqual([1, []]);
  });

  it("takes in what changes in front of the bookmark", async () => {
    const { watch } = await serve({
      streamed: [
        stream([
          frame("ADDED", "a", "3"),
          frame("ADDED", "b", "1"),
          frame("DELETED", "b", "11"),
          frame("MODIFIED", "a", "12"),
          initialEnd("12"),
        ]),
      ],
      watches: [],
    });
    for await (const event of watch()) {
      expect(event).toMatchObject({
        type: "SYNC",
        objects: [{ metadata: { name: "a", resourceVersion: "12" } }],
        resourceVersion: "12",
      });
      break;
    }
  });

  it("goes on from the bookmark's version, not from an object's", async () => {
    const { watch, watches } = await serve({
      streamed: [stream([frame("ADDED", "a", "3"), initialEnd("10")], "end")],
      watches: [stream([frame("ADDED", "b", "11")])],
    });
    expect(await take(watch({ clock: testClock() }), 2)).toEqual([
      "SYNC a @10",
      "ADDED b",
    ]);
    expect(watches()[0]).toContain("resourceVersion=10");
  });

  it("lists again over the stream, where its version is gone", async () => {
    const { watch, lists, streamed } = await serve({
      streamed: [
        stream([initialEnd("10"), errorFrame(410, "Expired")], "end"),
        stream([frame("ADDED", "a", "3"), initialEnd("20")]),
      ],
      watches: [],
    });
    expect(await take(watch(), 2)).toEqual(["SYNC  @10", "SYNC a @20"]);
    expect(streamed()).toHaveLength(2);
    expect(lists()).toEqual([]);
  });

  it("does not list in a hurry, where that does not help", async () => {
    const clock = testClock();
    const { watch } = await serve({
      streamed: [stream([initialEnd("10"), errorFrame(410, "Expired")], "end")],
      watches: [],
    });
    await take(watch({ clock }), 5);
    expect(clock.sleeps.length).toBe(3);
    [250, 500, 1_000].forEach((least, index) =>
      expect(clock.sleeps[index]).toBeGreaterThanOrEqual(least * 2 - 1),
    );
  });

  it.each(["break", "end"] as const)(
    "reads what there is by pages, where the stream breaks within it (%s), and once only",
    async (how) => {
      const { watch, lists, streamed } = await serve({
        streamed: [
          stream([frame("ADDED", "a", "3")], how),
          stream([frame("ADDED", "c", "3"), initialEnd("20")]),
        ],
        lists: [listOf(["a", "b"], "10")],
        watches: [stream([errorFrame(410, "Expired")], "end")],
      });
      expect(await take(watch({ clock: testClock() }), 2)).toEqual([
        "SYNC a,b @10",
        "SYNC c @20",
      ]);
      expect(lists()).toHaveLength(1);
      expect(streamed()).toHaveLength(2);
    },
  );

  it("waits as long as a 429 asks for, and then lists by pages", async () => {
    const clock = testClock();
    const { watch } = await serve({
      streamed: [
        (response) =>
          sendFailure(response, 429, "TooManyRequests", "x", {
            "retry-after": "17",
          }),
      ],
      lists: [listOf(["a"], "10")],
      watches: [],
    });
    expect(await take(watch({ clock }), 1)).toEqual(["SYNC a @10"]);
    expect(clock.sleeps).toEqual([17_000]);
  });

  it("throws at once where it is refused for good", async () => {
    const { watch, lists } = await serve({
      streamed: [(response) => sendFailure(response, 403, "Forbidden", "no")],
      watches: [],
    });
    const error: unknown = await take(watch(), 1).catch((e) => e);
    expect(isForbidden(error)).toBe(true);
    expect(lists()).toEqual([]);
  });

  it("gives each object to transform once, as it is read", async () => {
    const { watch } = await serve({
      streamed: [
        stream([
          frame("ADDED", "a", "3"),
          initialEnd("10"),
          frame("DELETED", "a", "11"),
        ]),
      ],
      watches: [],
    });
    const read: (string | undefined)[] = [];
    const transform = (one: KubernetesObject): KubernetesObject => {
      read.push(one.kind);
      return { ...one, metadata: { ...one.metadata, name: "changed" } };
    };
    expect(await take(watch({ transform }), 2)).toEqual([
      "SYNC changed @10",
      "DELETED changed",
    ]);
    expect(read).toEqual(["Deployment", "Deployment"]);
  });
});

describe("a watch of a server that does not stream lists", () => {
  const silent = stream([frame("ADDED", "a", "3")]);
  const refusing =
    (code: number, reason: string) =>
    (response: ServerResponse): void =>
      sendFailure(response, code, reason, "unknown");

  it.each<[string, (response: ServerResponse) => void]>([
    ["400", refusing(400, "BadRequest")],
    ["422", refusing(422, "Invalid")],
    ["not a word", silent],
    [
      "a bookmark of another kind",
      stream([{ type: "BOOKMARK", object: object("", "9") }]),
    ],
  ])("lists by pages, and remembers it: %s", async (_, step) => {
    const { watch, lists, streamed } = await serve({
      streamed: [step],
      lists: [listOf(["a"], "10")],
      watches: [stream([frame("ADDED", "b", "11")])],
    });
    const failures: unknown[] = [];
    const options = {
      idleTimeoutMs: 300,
      onInterrupted: (error: unknown) => failures.push(error),
    };
    expect(await take(watch(options), 2)).toEqual(["SYNC a @10", "ADDED b"]);
    expect(failures).toEqual([]);
    expect(await take(watch(), 2)).toEqual(["SYNC a @10", "ADDED b"]);
    expect(streamed()).toHaveLength(1);
    expect(lists()).toHaveLength(2);
  });

  it("is known also where changes come all the time", async () => {
    const clock = testClock();
    const { watch, lists } = await serve({
      streamed: [
        (response) => {
          response.writeHead(200);
          let count = 1;
          const write = (): void => {
            const next = frame("MODIFIED", "a", String(count++));
            clock.forward(1_000);
            response.write(`${JSON.stringify(next)}\n`);
            if (!response.destroyed) setTimeout(write, 5);
          };
          write();
        },
      ],
      lists: [listOf(["a"], "10")],
      watches: [],
    });
    expect(await take(watch({ clock }), 1)).toEqual(["SYNC a @10"]);
    expect(lists()).toHaveLength(1);
  });

  it("is not taken for one where the selector is what is refused", async () => {
    const refuse = refusing(400, "BadRequest");
    const { watch, streamed } = await serve({
      streamed: [refuse, stream([initialEnd("10")])],
      lists: [refuse],
      watches: [],
    });
    await expect(take(watch(), 1)).rejects.toMatchObject({ status: 400 });
    expect(await take(watch(), 1)).toEqual(["SYNC  @10"]);
    expect(streamed()).toHaveLength(2);
  });
});

it("a watch from version 0 takes no object's version for its own while what there is comes", async () => {
  const { watch, watches } = await serve({
    watches: [
      stream([frame("ADDED", "a", "9")], "end"),
      stream(
        [
          frame("ADDED", "a", "9"),
          frame("ADDED", "b", "2"),
          { type: "BOOKMARK", object: object("", "10") },
        ],
        "end",
      ),
      stream([frame("MODIFIED", "b", "11")]),
    ],
  });
  const events = watch({ resourceVersion: "0", clock: testClock() });
  expect(await take(events, 4)).toEqual([
    "ADDED a",
    "ADDED a",
    "ADDED b",
    "MODIFIED b",
  ]);
  const froms = watches().map((url) => url.split("resourceVersion=")[1]);
  expect(froms).toEqual(["0", "0", "10"]);
});
