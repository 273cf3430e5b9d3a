import { describe, expect, it } from "vitest";
import { pause } from "../../templates/runtime/deadline.js";
import { send } from "../../templates/runtime/request.js";
import { fakeTransport } from "./fake-transport.js";

/** Answers after a while that no limit of 1 ms would let pass. */
const slow = () =>
  fakeTransport(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { body: { ok: true } };
  });

describe("timeoutMs", () => {
  it.each([0, Infinity, 3e9])("of %d is no limit", async (timeoutMs) => {
    const request = { method: "GET", path: "/x", timeoutMs };
    expect(await send(slow(), request)).toEqual({ ok: true });
  });

  it.each([-1, NaN, "5"])("of %j is refused", async (given) => {
    const transport = slow();
    const timeoutMs = given as number;
    const request = { method: "GET", path: "/x", timeoutMs };
    await expect(send(transport, request)).rejects.toThrow(
      new TypeError(
        `"timeoutMs" must be a number of milliseconds, or 0 for no limit: "${given}"`,
      ),
    );
    expect(transport.requests).toEqual([]);
  });
});

it("pauses for long where a server asks for longer than timers can run", async () => {
  const controller = new AbortController();
  let over = false;
  const paused = pause(1e13, controller.signal).then(
    () => (over = true),
    () => undefined,
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(over).toBe(false);
  controller.abort();
  await paused;
});
