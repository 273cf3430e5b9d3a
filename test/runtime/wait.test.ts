import { describe, expect, it } from "vitest";
import { isForbidden, TimeoutError } from "../../templates/runtime/errors.js";
import {
  exists,
  hasCondition,
  isDeleted,
} from "../../templates/runtime/states.js";
import { waitFor } from "../../templates/runtime/wait.js";
import type {
  KubernetesObject,
  UntypedObject,
} from "../../templates/runtime/types.js";
import { sendJson } from "./servers.js";
import type { emptyList } from "./watches.js";
import { path, serve, stream } from "./watches.js";

function web(uid: string, ready?: string, version = "11"): UntypedObject {
  const condition = { type: "Ready", status: ready, reason: "Why" };
  return {
    metadata: { name: "web", uid, resourceVersion: version },
    ...(ready === undefined ? {} : { status: { conditions: [condition] } }),
  };
}

const event = (type: string, object: object): object => ({ type, object });
const listed =
  (...items: object[]) =>
  (response: Parameters<typeof emptyList>[0]): void =>
    sendJson(response, { metadata: { resourceVersion: "10" }, items });

/** A resource that gives its first state at once, where it has one, and then nothing: no time is too short for that. */
function silentAfter(objects: UntypedObject[] | undefined) {
  return {
    get: () => Promise.reject(new Error("not asked for")),
    async *watch({ signal }: { signal?: AbortSignal | undefined } = {}) {
      if (objects !== undefined)
        yield { type: "SYNC" as const, objects, resourceVersion: "1" };
      await new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
      });
    },
  };
}

describe("waitFor", () => {
  it("watches the one object, and gives what passes", async () => {
    const { resource, lists, watches } = await serve({
      lists: [listed(web("1", "False"))],
      watches: [
        stream([
          event("MODIFIED", web("1", "Unknown")),
          event("MODIFIED", web("1", "True", "13")),
        ]),
      ],
    });
    const object = await waitFor(resource, "web", hasCondition("Ready"));
    expect(object.metadata?.resourceVersion).toBe("13");
    expect(lists()).toEqual([
      `${path}?fieldSelector=metadata.name%3Dweb&limit=500`,
    ]);
    expect(watches()[0]).toContain(
      `${path}?fieldSelector=metadata.name%3Dweb&watch=true`,
    );
  });

  it("does not watch where the object passes already", async () => {
    const { resource, watches } = await serve({
      lists: [listed(web("1", "True"))],
      watches: [stream([])],
    });
    await waitFor(resource, "web", hasCondition("Ready"));
    expect(watches()).toEqual([]);
  });

  it("asks about undefined where there is no object, and goes on once there is one", async () => {
    const { resource } = await serve({
      watches: [
        stream([
          event("ADDED", web("1")),
          event("DELETED", web("1")),
          event("ADDED", web("2", "True")),
        ]),
      ],
    });
    const asked: (string | undefined)[] = [];
    const passed = await waitFor(resource, "web", (object) => {
      asked.push(object?.metadata?.uid);
      return hasCondition("Ready")(object);
    });
    expect(asked).toEqual([undefined, "1", undefined, "2"]);
    expect(passed?.metadata?.uid).toBe("2");
  });

  it("has an object that another took the place of for deleted, also where only the other is seen", async () => {
    const { resource } = await serve({
      lists: [listed(web("1")), listed(web("2"))],
      watches: [
        stream(
          [
            {
              type: "ERROR",
              object: { kind: "Status", code: 410, reason: "Expired" },
            },
          ],
          "end",
        ),
      ],
    });
    expect(await waitFor(resource, "web", isDeleted)).toBeUndefined();
  });

  it("has only the object of a uid for there", async () => {
    const { resource } = await serve({
      lists: [listed(web("2"))],
      watches: [stream([])],
    });
    expect(
      await waitFor(resource, "web", isDeleted, { uid: "1" }),
    ).toBeUndefined();
    expect(
      (await waitFor(resource, "web", exists, { uid: "2" })).metadata?.uid,
    ).toBe("2");
  });

  it("throws what the test throws, and stops the watch", async () => {
    const { resource, server } = await serve({
      lists: [listed(web("1"))],
      watches: [stream([])],
    });
    const test = (object: KubernetesObject | undefined): boolean => {
      throw new Error(`no ${String(object?.metadata?.uid)}`);
    };
    await expect(waitFor(resource, "web", test)).rejects.toThrow("no 1");
    // For a list in the watch, which this server refuses, and for a list; no watch follows.
    expect(server.asked).toHaveLength(2);
  });

  it("throws what the server refuses", async () => {
    const { resource } = await serve({
      lists: [
        (response) =>
          sendJson(
            response,
            { kind: "Status", code: 403, reason: "Forbidden", message: "no" },
            403,
          ),
      ],
      watches: [],
    });
    const error = await waitFor(resource, "web", exists).catch((e) => e);
    expect(isForbidden(error)).toBe(true);
  });

  it.each([
    ["conditions", [web("1", "False")], "it is there, with Ready=False (Why)"],
    ["no object", [], "there is no such object"],
    ["no conditions", [web("1")], "it is there, and has no conditions"],
    ["no answer", undefined, "the server has not told of it yet"],
  ])(
    "says what was seen last where its time is over: %s",
    async (_, items, says) => {
      const resource = silentAfter(items);
      const test = hasCondition("Ready");
      const error = await waitFor(resource, "web", test, {
        timeoutMs: 20,
      }).catch((e) => e);
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error.message).toBe(
        `waiting for the condition Ready to be True of "web": not done after 20 ms; ${says}`,
      );
    },
  );

  it("ends with its signal's own reason", async () => {
    const { resource } = await serve({
      lists: [listed(web("1"))],
      watches: [stream([])],
    });
    const controller = new AbortController();
    const waiting = waitFor(
      resource,
      "web",
      (object) => {
        setImmediate(() => controller.abort(new TimeoutError("enough")));
        return object === undefined;
      },
      { signal: controller.signal },
    );
    await expect(waiting).rejects.toThrow(/^enough$/);
  });

  it("sends nothing for a name that cannot be one", async () => {
    const { resource, server } = await serve({ watches: [] });
    await expect(waitFor(resource, "", exists)).rejects.toThrow(TypeError);
    expect(server.asked).toEqual([]);
  });
});
