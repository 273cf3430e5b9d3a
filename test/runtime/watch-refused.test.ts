import type { ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { isForbidden, isNotFound } from "../../templates/runtime/errors.js";
import { sendFailure } from "./servers.js";
import {
  emptyList,
  errorFrame,
  frame,
  listOf,
  serve,
  stream,
  take,
} from "./watches.js";

type Step = (response: ServerResponse) => void;

const refuse =
  (code: number, reason: string): Step =>
  (response) =>
    sendFailure(response, code, reason, "starting");
const forbid = refuse(403, "Forbidden");

/** A clock that can be put forward, in seconds. */
function clock(): (seconds: number) => void {
  const now = performance.now.bind(performance);
  let offset = 0;
  const spy = vi.spyOn(performance, "now");
  spy.mockImplementation(() => now() + offset);
  onTestFinished(() => spy.mockRestore());
  return (seconds) => void (offset += seconds * 1_000);
}

describe("a watch that was open, and is refused", () => {
  it.each([
    [401, "Unauthorized"],
    [403, "Forbidden"],
    [404, "NotFound"],
  ])("goes on where that passes: %d", async (code, reason) => {
    const { watch, watches } = await serve({
      watches: [
        stream([frame("ADDED", "a", "11")], "end"),
        refuse(code, reason),
        stream([frame("ADDED", "b", "12")]),
      ],
    });
    expect(await take(watch(), 3)).toEqual(["SYNC  @10", "ADDED a", "ADDED b"]);
    expect(watches()).toHaveLength(3);
  });

  it("goes on where its list is, after a version that is gone", async () => {
    const { watch } = await serve({
      lists: [emptyList, refuse(404, "NotFound"), listOf(["a"], "20")],
      watches: [
        stream([errorFrame(410, "Expired")], "end"),
        stream([frame("ADDED", "b", "21")]),
      ],
    });
    expect(await take(watch(), 3)).toEqual([
      "SYNC  @10",
      "SYNC a @20",
      "ADDED b",
    ]);
  });

  it("throws where that lasts for a minute", async () => {
    const forward = clock();
    const later =
      (seconds: number, step: Step): Step =>
      (response) => {
        forward(seconds);
        step(response);
      };
    const { watch, watches } = await serve({
      watches: [
        stream([frame("ADDED", "a", "11")], "end"),
        forbid,
        later(50, refuse(503, "ServiceUnavailable")),
        later(10, refuse(404, "NotFound")),
      ],
    });
    const error: unknown = await take(watch(), 9).catch((e) => e);
    expect(isNotFound(error)).toBe(true);
    expect(watches()).toHaveLength(4);
  });

  it("counts from the last success", async () => {
    const forward = clock();
    const { watch } = await serve({
      watches: [
        stream([frame("ADDED", "a", "11")], "end"),
        forbid,
        (response) => {
          forward(40);
          stream([], "end")(response);
        },
        (response) => {
          forward(40);
          forbid(response);
        },
        stream([frame("ADDED", "b", "12")]),
      ],
    });
    expect(await take(watch(), 3)).toEqual(["SYNC  @10", "ADDED a", "ADDED b"]);
  });

  it("throws at once where the refusal comes as an event", async () => {
    const { watch, watches } = await serve({
      watches: [
        stream([frame("ADDED", "a", "11")], "end"),
        stream([errorFrame(403, "Forbidden")]),
      ],
    });
    const error: unknown = await take(watch(), 9).catch((e) => e);
    expect(isForbidden(error)).toBe(true);
    expect(watches()).toHaveLength(2);
  });
});

it("a watch that may list and not watch throws at once", async () => {
  const { watch, watches } = await serve({ watches: [forbid] });
  const error: unknown = await take(watch(), 9).catch((e) => e);
  expect(isForbidden(error)).toBe(true);
  expect(watches()).toHaveLength(1);
});
