import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import type {
  OutgoingRequest,
  RequestObserver,
  RequestOutcome,
} from "../../templates/runtime/request-observer.js";
import { send } from "../../templates/runtime/request.js";
import { failure, open } from "./connections.js";
import {
  sendFailure,
  sendJson,
  startServer,
  temporaryFolder,
} from "./servers.js";

const get = { method: "GET", path: "/x" } as const;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Keeps what an observer sees. */
function recorder(headers: { readonly [name: string]: string } = {}) {
  const seen: { request: OutgoingRequest; outcomes: RequestOutcome[] }[] = [];
  const onRequest: RequestObserver = (request) => {
    const one = {
      request: { ...request, headers: { ...request.headers } },
      outcomes: [] as RequestOutcome[],
    };
    seen.push(one);
    Object.assign(request.headers, headers);
    return (outcome) => one.outcomes.push(outcome);
  };
  return { seen, onRequest };
}

describe("onRequest", () => {
  it("sees each try of a call, and what became of it", async () => {
    const server = await startServer((_, response) =>
      server.asked.length === 1
        ? sendFailure(response, 429, "X", "busy", { "retry-after": "0" })
        : server.asked.length === 2
          ? response.destroy()
          : sendJson(response, {}),
    );
    const { seen, onRequest } = recorder({ TraceParent: "00-1-2-01" });
    const { transport } = await open({
      server: server.url,
      token: "s3cr3t",
      onRequest,
    });
    await send(transport, { ...get, query: [["a", "s3cr3t"]] });
    expect(seen.map(({ request }) => request)).toEqual(
      [1, 2, 3].map((attempt) => ({ ...get, attempt, headers: {} })),
    );
    expect(seen.map(({ outcomes }) => outcomes)).toEqual([
      [{ status: 429, durationMs: expect.any(Number), error: undefined }],
      [
        {
          status: undefined,
          durationMs: expect.any(Number),
          error: expect.objectContaining({ name: "ConnectionError" }),
        },
      ],
      [{ status: 200, durationMs: expect.any(Number), error: undefined }],
    ]);
    expect(seen.every(({ outcomes: [one] }) => one!.durationMs >= 0)).toBe(
      true,
    );
    for (const { headers } of server.asked)
      expect(headers).toMatchObject({
        traceparent: "00-1-2-01",
        authorization: "Bearer s3cr3t",
      });
    // Credentials never reach it.
    expect(inspect(seen, { depth: 10, showHidden: true })).not.toContain(
      "s3cr3t",
    );
  });

  it("sees what is sent again after a 401 as well", async () => {
    const server = await startServer(({ headers }, response) =>
      headers.authorization === "Bearer new"
        ? sendJson(response, {})
        : sendFailure(response, 401, "Unauthorized", "Unauthorized"),
    );
    const file = join(temporaryFolder(), "token");
    writeFileSync(file, "old");
    const { seen, onRequest } = recorder();
    const { transport } = await open({
      server: server.url,
      tokenFile: file,
      onRequest,
    });
    writeFileSync(file, "new");
    await send(transport, get);
    expect(seen.map(({ outcomes }) => outcomes[0]?.status)).toEqual([401, 200]);
    expect(seen.map(({ request }) => request.attempt)).toEqual([1, 1]);
  });

  it("changes no header that a request has", async () => {
    const server = await startServer((_, response) => sendJson(response, {}));
    const { onRequest } = recorder({
      Authorization: "Bearer other",
      "Impersonate-User": "root",
    });
    const { transport } = await open({
      server: server.url,
      ...{ token: "t", onRequest, as: { user: "jane" } },
    });
    await send(transport, get);
    expect(server.asked[0]?.headers).toMatchObject({
      authorization: "Bearer t",
      "impersonate-user": "jane",
    });
  });

  it("breaks no request by an error of its own, which is told once", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockReturnValue();
    const server = await startServer((_, response) => sendJson(response, {}));
    const fail = (): never => {
      throw new Error("mine");
    };
    for (const onRequest of [
      fail,
      () => fail,
      (async () => fail()) as unknown as RequestObserver,
    ]) {
      warned.mockClear();
      const { transport } = await open({ server: server.url, onRequest });
      await send(transport, get);
      await send(transport, get);
      expect(warned.mock.calls).toEqual([
        ['"onRequest" failed: Error: mine', "KubernetesWarning"],
      ]);
    }
  });

  it("must be a function", async () => {
    expect(
      await failure({ server: "http://x", onRequest: {} as RequestObserver }),
    ).toBe('ConfigError: the option "onRequest" is no function');
  });
});

it.each([
  ["traceparent", "00-1\n2"],
  ["not a name", "2"],
  ["Transfer-Encoding", "chunked"],
  ["Host", "elsewhere"],
])("leaves a header out that cannot be sent: %s", async (name, value) => {
  const warned = vi
    .spyOn(process, "emitWarning")
    .mockImplementation(() => undefined);
  const server = await startServer((_, response) => sendJson(response, {}));
  const { onRequest } = recorder({ [name]: value, "x-good": "1" });
  const { transport } = await open({ server: server.url, onRequest });
  await send(transport, get);
  await send(transport, get);
  const [asked] = server.asked;
  expect(asked?.headers["x-good"]).toBe("1");
  expect(Object.values(asked?.headers ?? {})).not.toContain(value);
  expect(warned).toHaveBeenCalledTimes(1);
  expect(String(warned.mock.calls[0]?.[0])).toContain(name.toLowerCase());
});
