import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { basicCredentials } from "../../templates/runtime/basic-credentials.js";
import {
  bearerToken,
  Secret,
  withCredentials,
} from "../../templates/runtime/credentials.js";
import { send } from "../../templates/runtime/request.js";
import { bearerTokenFile } from "../../templates/runtime/token-file.js";
import {
  failure,
  fakeTransport,
  type RecordedRequest,
} from "./fake-transport.js";
import { temporaryFolder, until, writeFiles } from "./servers.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const get = { method: "GET", path: "/x" } as const;

function tokenFile(token: string): string {
  const folder = temporaryFolder();
  writeFiles(folder, { token });
  return join(folder, "token");
}

/** A transport that takes one token only. */
function guarded(accepts: () => string) {
  const transport = fakeTransport(({ headers }) =>
    headers["authorization"] === `Bearer ${accepts()}`
      ? { body: { ok: true } }
      : failure(401, "Unauthorized", "Unauthorized"),
  );
  const sent = (): unknown[] =>
    transport.requests.map(
      ({ headers }: RecordedRequest) => headers["authorization"],
    );
  return { transport, sent };
}

describe("a token file", () => {
  it("is read again after a minute, and no sooner", async () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(0);
    const file = tokenFile("one");
    const credentials = await bearerTokenFile(file);
    writeFileSync(file, "two\n");
    now.mockReturnValue(59_999);
    expect(await credentials.authorization()).toBe("Bearer one");
    now.mockReturnValue(60_000);
    expect(await credentials.authorization()).toBe("Bearer two");
  });

  it("is read again when the server does not accept the token, once", async () => {
    const file = tokenFile("one");
    let accepted = "one";
    const { transport, sent } = guarded(() => accepted);
    const authenticated = withCredentials(
      transport,
      await bearerTokenFile(file),
    );
    expect(await send(authenticated, get)).toEqual({ ok: true });
    accepted = "two";
    writeFileSync(file, "two");
    expect(await send(authenticated, get)).toEqual({ ok: true });
    accepted = "three";
    // The file has nothing new: there is nothing to try.
    await expect(send(authenticated, get)).rejects.toThrow(/401/);
    expect(sent()).toEqual([
      "Bearer one",
      "Bearer one",
      "Bearer two",
      "Bearer two",
    ]);
  });

  it("that goes away leaves the token that it had", async () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(0);
    const file = tokenFile("one");
    const credentials = await bearerTokenFile(file);
    rmSync(file);
    now.mockReturnValue(100_000);
    expect(await credentials.authorization()).toBe("Bearer one");
    expect(await credentials.renew()).toBe(false);
  });

  it("comes before a token, which stands in for it", async () => {
    const other = new Secret("other");
    const file = tokenFile("one");
    const read = await bearerTokenFile(file, other);
    expect(await read.authorization()).toBe("Bearer one");
    const unread = await bearerTokenFile(`${file}-not-there`, other);
    expect(await unread.authorization()).toBe("Bearer other");
  });

  it("must have a token in it", async () => {
    for (const file of [tokenFile(" \n"), "/nonexistent/token"])
      await expect(bearerTokenFile(file)).rejects.toThrow(
        `cannot read the token file "${file}"`,
      );
  });
});

describe("credentials", () => {
  it("are never put in place of those that a request has", async () => {
    const { transport, sent } = guarded(() => "mine");
    const authenticated = withCredentials(transport, bearerToken("t"));
    const headers = { Authorization: "Bearer mine" };
    await send(authenticated, { ...get, headers });
    expect(sent()).toEqual(["Bearer mine"]);
  });

  it("are renewed once for all requests that are refused at once", async () => {
    let accepted = "one";
    const file = tokenFile("one");
    const { transport, sent } = guarded(() => accepted);
    const authenticated = withCredentials(
      transport,
      await bearerTokenFile(file),
    );
    accepted = "two";
    writeFileSync(file, "two");
    const calls = [1, 2, 3].map(() => send(authenticated, get));
    expect(await Promise.all(calls)).toEqual(Array(3).fill({ ok: true }));
    expect(sent().filter((one) => one === "Bearer two")).toHaveLength(3);
  });

  it("that another request has had renewed meanwhile are sent without asking for more", async () => {
    const file = tokenFile("one");
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const transport = fakeTransport(async ({ headers }, count) => {
      if (count === 1) await held;
      return headers["authorization"] === "Bearer two"
        ? { body: { ok: true } }
        : failure(401, "Unauthorized", "Unauthorized");
    });
    const authenticated = withCredentials(
      transport,
      await bearerTokenFile(file),
    );
    writeFileSync(file, "two");
    const first = send(authenticated, get);
    await until(() => transport.requests.length === 1);
    expect(await send(authenticated, get)).toEqual({ ok: true });
    release();
    expect(await first).toEqual({ ok: true });
  });

  it("E14: that stay as they are, a password for one, are not tried twice", async () => {
    const { transport, sent } = guarded(() => "other");
    const basic = withCredentials(transport, basicCredentials("me", "pass"));
    await expect(send(basic, get)).rejects.toMatchObject({ status: 401 });
    expect(sent()).toEqual(["Basic bWU6cGFzcw=="]);
  });

  it("that stay as they are, are not tried twice", async () => {
    const { transport, sent } = guarded(() => "other");
    const authenticated = withCredentials(transport, bearerToken("t"));
    await expect(send(authenticated, get)).rejects.toThrow(
      "the server did not accept the credentials",
    );
    expect(sent()).toEqual(["Bearer t"]);
  });
});
