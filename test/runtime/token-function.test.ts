import { afterEach, expect, it, vi } from "vitest";
import { withCredentials } from "../../templates/runtime/credentials.js";
import { send } from "../../templates/runtime/request.js";
import {
  tokensOf,
  type TokenFunction,
} from "../../templates/runtime/token-function.js";
import { failure, fakeTransport } from "./fake-transport.js";

const get = { method: "GET", path: "/x" } as const;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Requests of a client whose tokens are a function's, to a server that takes one alone. */
function client(read: TokenFunction, accepts: () => string = () => "any") {
  const inner = fakeTransport(({ headers }) =>
    ["any", String(headers["authorization"]).slice(7)].includes(accepts())
      ? { body: {} }
      : failure(401, "Unauthorized", "Unauthorized"),
  );
  const transport = withCredentials(inner, tokensOf(read));
  return {
    ask: () => send(transport, get),
    sent: () => inner.requests.map(({ headers }) => headers["authorization"]),
  };
}

it("is called once for all requests of a minute", async () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(0);
  let count = 0;
  const read = vi.fn(async () => `t${++count}`);
  const { ask, sent } = client(read);
  await Promise.all([ask(), ask(), ask()]);
  now.mockReturnValue(59_999);
  await ask();
  expect(read.mock.calls).toEqual([[undefined]]);
  now.mockReturnValue(60_000);
  await ask();
  expect(read).toHaveBeenCalledTimes(2);
  expect(sent().at(-1)).toBe("Bearer t2");
});

it("is called again with what the server has refused, once for all that were", async () => {
  const read = vi.fn((refused: string | undefined) =>
    refused === "t1" ? "t2" : "t1",
  );
  let accepted = "t1";
  const { ask, sent } = client(read, () => accepted);
  await ask();
  accepted = "t2";
  await Promise.all([ask(), ask()]);
  expect(read.mock.calls).toEqual([[undefined], ["t1"]]);
  expect(sent()).toEqual([1, 1, 1, 2, 2].map((n) => `Bearer t${n}`));
});

it("has the 401 thrown where it gives nothing new", async () => {
  const { ask, sent } = client(
    () => "t1",
    () => "t2",
  );
  await expect(ask()).rejects.toMatchObject({ status: 401 });
  expect(sent()).toHaveLength(1);
});

it("may fail, which is an error of that request alone", async () => {
  let fails = true;
  const { ask } = client(async () => {
    if (fails) throw new Error("signed out");
    return "t1";
  });
  await expect(ask()).rejects.toMatchObject({
    name: "ConfigError",
    message: 'the function of the option "token" failed: signed out',
    transient: true,
  });
  fails = false;
  await ask();
});

it.each([
  [undefined, "no token"],
  ["", "no token"],
  [
    "a\nb",
    "a token that has characters in it that no header can hold, such as a line break",
  ],
])("must give a token, and not %j", async (token, what) => {
  const { ask, sent } = client(() => token as string);
  await expect(ask()).rejects.toMatchObject({
    name: "ConfigError",
    message: `the function of the option "token" gave ${what}`,
  });
  expect(sent()).toEqual([]);
});
