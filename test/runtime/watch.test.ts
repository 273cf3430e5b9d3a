import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import type { KubernetesObject } from "../../templates/runtime/types.js";
import { sendFailure, until } from "./servers.js";
import {
  errorFrame,
  frame,
  listOf,
  object,
  path,
  serve,
  stream,
  take,
} from "./watches.js";

describe("a watch", () => {
  it("begins with what there is, and goes on with what happens", async () => {
    const { watch, server, lists, watches } = await serve({
      lists: [listOf(["a"], "10", "more"), listOf(["b"], "10")],
      watches: [
        stream([
          frame("ADDED", "c", "11"),
          frame("MODIFIED", "c", "12"),
          frame("DELETED", "a", "13"),
        ]),
      ],
    });
    const events = watch({ labelSelector: { app: "web" } });
    expect(await take(events, 4)).toEqual([
      "SYNC a,b @10",
      "ADDED c",
      "MODIFIED c",
      "DELETED a",
    ]);
    expect(lists()).toEqual([
      `${path}?labelSelector=app%3Dweb&limit=500`,
      `${path}?labelSelector=app%3Dweb&limit=500&continue=more`,
    ]);
    expect(watches()).toEqual([
      expect.stringMatching(
        /^[^?]+\?labelSelector=app%3Dweb&watch=true&allowWatchBookmarks=true&timeoutSeconds=[345]\d\d&resourceVersion=10$/,
      ),
    ]);
    await until(() => server.open() <= 1);
  });

  it("says of each object what it is", async () => {
    const { watch } = await serve({
      lists: [listOf(["a"], "10")],
      watches: [stream([frame("ADDED", "b", "11")])],
    });
    const seen: KubernetesObject[] = [];
    for await (const event of watch()) {
      if (event.type === "SYNC") seen.push(...event.objects);
      else {
        seen.push(event.object);
        break;
      }
    }
    expect(seen).toMatchObject(
      ["a", "b"].map((name) => ({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name },
      })),
    );
  });

  it("begins where it is told to, without a SYNC", async () => {
    const { watch, lists, watches } = await serve({
      watches: [stream([frame("ADDED", "a", "6")])],
    });
    expect(await take(watch({ resourceVersion: "5" }), 1)).toEqual(["ADDED a"]);
    expect(lists()).toEqual([]);
    expect(watches()[0]).toContain("resourceVersion=5");
  });

  it("is cut into frames, however its bytes come", async () => {
    const text = `${JSON.stringify(frame("ADDED", "ключ", "11"))}\n`;
    const bytes = Buffer.from(text + text);
    const { watch } = await serve({
      watches: [
        (response) => {
          response.writeHead(200);
          const send = (at: number): void => {
            response.write(bytes.subarray(at, at + 7));
            if (at < bytes.length) setImmediate(send, at + 7);
          };
          send(0);
        },
      ],
    });
    expect(await take(watch({ resourceVersion: "5" }), 2)).toEqual([
      "ADDED ключ",
      "ADDED ключ",
    ]);
  });
});

describe("a watch whose connection ends", () => {
  it.each(["end", "break"] as const)(
    "goes on from the last version (%s), bookmarks among them",
    async (how) => {
      const { watch, lists, watches } = await serve({
        watches: [
          stream([frame("ADDED", "a", "11")], how),
          stream([{ type: "BOOKMARK", object: object("", "20") }], how),
          stream([frame("ADDED", "b", "21")]),
        ],
      });
      expect(await take(watch(), 3)).toEqual([
        "SYNC  @10",
        "ADDED a",
        "ADDED b",
      ]);
      expect(lists()).toHaveLength(1);
      expect(watches().map((url) => url.split("=").pop())).toEqual([
        "10",
        "11",
        "20",
      ]);
    },
  );

  it("goes on where it broke within a frame", async () => {
    const { watch, watches } = await serve({
      watches: [
        stream([frame("ADDED", "a", "11"), '{"type":"ADD'], "end"),
        stream([frame("ADDED", "b", "12")]),
      ],
    });
    expect(await take(watch(), 3)).toEqual(["SYNC  @10", "ADDED a", "ADDED b"]);
    expect(watches()[1]).toContain("resourceVersion=11");
  });

  it("goes on after answers of 500 and 429, and ERROR frames of 5xx", async () => {
    const { watch } = await serve({
      watches: [
        (response) => sendFailure(response, 500, "InternalError", "x"),
        stream([errorFrame(500, "InternalError")]),
        (response) => sendFailure(response, 429, "TooManyRequests", "x"),
        stream([frame("ADDED", "a", "11")]),
      ],
    });
    expect(await take(watch(), 2)).toEqual(["SYNC  @10", "ADDED a"]);
  });

  it("waits longer and longer, where nothing comes of it", async () => {
    const times: number[] = [];
    const { watch } = await serve({
      watches: [
        ...[1, 2, 3].map(() => (response: ServerResponse) => {
          times.push(performance.now());
          stream([], "end")(response);
        }),
        (response) => {
          times.push(performance.now());
          stream([frame("ADDED", "a", "11")])(response);
        },
      ],
    });
    await take(watch(), 2);
    const waits = times.slice(1).map((time, index) => time - times[index]!);
    [250, 500, 1_000].forEach((least, index) =>
      expect(waits[index]).toBeGreaterThanOrEqual(least - 5),
    );
  });

  it("is never silently dead: it connects again when nothing comes", async () => {
    const { watch, watches, server } = await serve({
      watches: [
        // By version, not by count: a slow machine may connect more often.
        (response, { url }) =>
          url.includes("resourceVersion=10")
            ? stream([frame("ADDED", "a", "11")])(response)
            : stream([frame("ADDED", "b", "12")])(response),
      ],
    });
    const events = watch({ idleTimeoutMs: 100 });
    expect(await take(events, 3)).toEqual(["SYNC  @10", "ADDED a", "ADDED b"]);
    expect(watches().at(-1)).toContain("resourceVersion=11");
    await until(() => server.open() <= 1);
  });

  it.each([0, Infinity, 3e9])(
    "waits as long as it takes, with a limit of %d ms",
    async (idleTimeoutMs) => {
      const { watch, watches } = await serve({
        watches: [
          (response) => {
            response.writeHead(200);
            response.flushHeaders();
            setTimeout(
              () =>
                response.write(
                  `${JSON.stringify(frame("ADDED", "a", "11"))}\n`,
                ),
              200,
            );
          },
        ],
      });
      expect(await take(watch({ idleTimeoutMs }), 2)).toEqual([
        "SYNC  @10",
        "ADDED a",
      ]);
      expect(watches()).toHaveLength(1);
    },
  );

  it.each([-1, NaN])("refuses a limit of %d ms", async (idleTimeoutMs) => {
    const { watch, server } = await serve({ watches: [stream([])] });
    const error: unknown = await take(watch({ idleTimeoutMs }), 1).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain('"idleTimeoutMs"');
    expect(server.asked).toEqual([]);
  });

  it("is not taken for dead while its reader is slow", async () => {
    const { watch, watches } = await serve({
      watches: [stream([frame("ADDED", "a", "11"), frame("ADDED", "b", "12")])],
    });
    const said: string[] = [];
    for await (const event of watch({ idleTimeoutMs: 2_000 })) {
      said.push(event.type);
      if (said.length === 2)
        await new Promise((resolve) => setTimeout(resolve, 2_500));
      if (said.length === 3) break;
    }
    expect(said).toEqual(["SYNC", "ADDED", "ADDED"]);
    expect(watches()).toHaveLength(1);
  });
});
